import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installsOf } from '../../lib/readme.mjs';
import { root } from '../../lib/root.mjs';
import { assertOneCopy, createConsumer } from './consumer.mjs';
import { entriesOf } from './entries.mjs';
import { runInPage } from './page.mjs';
import { esProgram, toCommonJs } from './program.mjs';
import { checkTypes, importAll } from './types.mjs';

const BACKEND = 'backend wasm';

/**
 * Installs every package into one project, and runs the first example of the repository's README in each way that a
 * program can be written and run.
 * @param {readonly import('./workspace.mjs').Package[]} packages
 * @param {string} folder of the project
 * @param {ReturnType<typeof import('./report.mjs').createReport>['step']} step
 * @param {Parameters<typeof createConsumer>[1]} options
 * @returns {Promise<{ consumer: import('./consumer.mjs').Consumer, printed: string } | undefined>} printed: by the example
 * in Node; undefined when the packages could not be installed
 */
export async function checkTogether(packages, folder, step, options) {
  const consumer = createConsumer(folder, options);
  const entries = packages.flatMap(entriesOf);
  const here = { ...options, cwd: folder };
  let printed = '';

  const installed = await step('all packages in one project', async () => {
    const readmes = [root, ...packages.map((one) => one.folder)];
    const named = readmes.flatMap((where) => installsOf(readFileSync(join(where, 'README.md'), 'utf8'))).flat();
    await consumer.npm('install', ...new Set([...packages.map(({ name }) => name), ...named]));
    await consumer.load(...entries);
    return `one tfjs-core, ${await assertOneCopy(consumer, '@tensorflow/tfjs-core')}`;
  });
  if (!installed) return undefined;
  const program = esProgram();
  consumer.write('program.mjs', program);
  consumer.write('program.cjs', toCommonJs(program));
  consumer.write('program.mts', program);
  consumer.write('entries.mts', importAll(entries));
  consumer.write('entries.cts', importAll(entries));

  await step('the first example in Node, as an ES module', async () => {
    printed = await consumer.node('program.mjs');
    if (!printed.includes(BACKEND)) throw new Error(`It should have run on wasm; it printed:\n${printed}`);
  });
  await step('the first example in Node, as CommonJS', async () => {
    const again = await consumer.node('program.cjs');
    if (again !== printed) throw new Error(`It printed\n${again}and not, as the ES module,\n${printed}`);
  });
  await step('the first example in TypeScript, NodeNext', () => {
    return checkTypes('NodeNext', ['program.mts', 'entries.mts', 'entries.cts'], here);
  });
  await step('the first example in TypeScript, Bundler', () => {
    return checkTypes('Bundler', ['program.mts', 'entries.mts'], here);
  });
  await step('the first example in a page, bundled by vite', async () => {
    const page = await runInPage(folder, 'backend', options.signal);
    if (!page && process.env.CI) throw new Error('No Chromium was found. Install one, or set CHROME_PATH.');
    if (!page) return 'SKIPPED, no Chromium was found';
    if (page.printed !== printed) throw new Error(`It printed\n${page.printed}and not, as in Node,\n${printed}`);
    const binaries = page.fetched.filter((path) => path.endsWith('.wasm'));
    if (binaries.length === 0) throw new Error(`It fetched no .wasm file, only ${page.fetched.join(', ')}`);
    return `fetched ${[...new Set(binaries.map((path) => path.split('/').at(-1)))].join(', ')}`;
  });
  return { consumer, printed };
}
