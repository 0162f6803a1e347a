import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installsOf, programsOf } from '../../lib/readme.mjs';
import { assertOneCopy, createConsumer } from './consumer.mjs';
import { entriesOf } from './entries.mjs';

const CORE = '@tensorflow/tfjs-core';

/**
 * Installs one package into an empty project and loads it; then follows its README and runs the first example.
 * @param {import('./workspace.mjs').Package} one
 * @param {string} folder of the project
 * @param {Parameters<typeof createConsumer>[1]} options
 * @returns {Promise<string>} a remark
 */
export async function checkAlone(one, folder, options) {
  const readme = readFileSync(join(one.folder, 'README.md'), 'utf8');
  const consumer = createConsumer(folder, options);
  await consumer.npm('install', one.name);
  await consumer.load(one.name);
  const peer = await assertOneCopy(consumer, CORE); // npm installs peers by itself

  for (const names of installsOf(readme)) await consumer.npm('install', ...names);
  await consumer.load(...entriesOf(one));
  const [program] = programsOf(readme);
  if (!program) throw new Error('The README has no example');
  consumer.write('example.mjs', program);
  await consumer.node('example.mjs');
  await assertOneCopy(consumer, CORE);
  return `${one.version}, tfjs-core ${peer}`;
}
