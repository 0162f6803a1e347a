import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConsumer } from './consumer.mjs';

const CORE = '@tensorflow/tfjs-core';
const OTHER = '4.21.0'; // no range of our packages takes it, so npm must install it beside the one that they want

const USE = `import { cpu } from '@jensenjs/backend-cpu';
import { useBackend } from '@jensenjs/core';
await useBackend(cpu());
console.log('went on');
`;
const PROGRAMS = {
  'before.mjs': `import 'other-library';\n${USE}`,
  'after.mjs': USE.replace('await', "import 'other-library';\nawait"),
};

/**
 * Makes a project in which another library brings its own tfjs-core, and expects a program that loads both to end with
 * an error that says so.
 * @param {string} folder
 * @param {Parameters<typeof createConsumer>[1]} options
 */
export async function checkTwoCopies(folder, options) {
  const library = join(folder, 'other-library');
  const manifest = { name: 'other-library', version: '1.0.0', main: 'index.cjs', dependencies: { [CORE]: OTHER } };
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(library, 'index.cjs'), `exports.tf = require('${CORE}');\n`);

  const consumer = createConsumer(join(folder, 'project'), options);
  await consumer.npm('install', '--install-links', CORE, '@jensenjs/core', '@jensenjs/backend-cpu', '../other-library');
  const copies = await consumer.copies(CORE);
  if (copies.length !== 2) throw new Error(`There should be two copies of ${CORE}: ${copies.join(', ')}`);
  for (const [file, program] of Object.entries(PROGRAMS)) {
    consumer.write(file, program);
    const { code, output } = await consumer.nodeOutcome(file);
    if (code === 0 || !/two copies of @tensorflow\/tfjs-core/i.test(output))
      throw Object.assign(new Error(`${file} should have ended with an error that names the two copies`), {
        log: output,
      });
  }
}
