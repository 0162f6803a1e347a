import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertOneTfjs } from './assert-one-tfjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core');
const layers = createRequire(new URL('../../networks/package.json', import.meta.url)).resolve(
  '@tensorflow/tfjs-layers',
);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jensen-two-copies-')));
const other = join(folder, 'tfjs-core', 'dist', 'tf-core.node.js');
let library: string;

beforeAll(async () => {
  mkdirSync(dirname(other), { recursive: true });
  cpSync(own, other);
  const entryPoints = [fileURLToPath(new URL('./assert-one-tfjs.ts', import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, write: false, format: 'cjs', packages: 'external' });
  library = outputFiles[0]?.text ?? '';
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads our copy of tfjs-core, another one and this library in the order given, in a process of their own, and asserts. */
function load(...order: readonly ('own' | 'other' | 'library' | 'layers' | 'own as a module')[]): string {
  const steps = {
    own: "require('@tensorflow/tfjs-core');",
    'own as a module': "await import('@tensorflow/tfjs-core');",
    layers: `require(${JSON.stringify(layers)});`,
    other: `require(${JSON.stringify(other)});`,
    library: `new Function('module', 'require', ${JSON.stringify(library)})(module, require);`,
  };
  const program = `console.warn = () => undefined;
    (async () => { ${order.map((step) => steps[step]).join('\n')} module.exports.assertOneTfjs('here'); console.log('one'); })()
      .catch((error) => console.log(error.name + ': ' + error.message));`;
  // Where the copy finds what it imports itself.
  const env = { ...process.env, NODE_PATH: dirname(dirname(dirname(dirname(own)))) };
  return spawnSync(process.execPath, ['--input-type=commonjs', '--eval', program], {
    cwd: root,
    env,
  }).stdout.toString();
}

test('one copy, here and by every way into one installation', () => {
  expect(() => assertOneTfjs('test')).not.toThrow();
  expect(load('own', 'own as a module', 'library').trim()).toBe('one');
});

test('tfjs-layers, which holds parts of tfjs-core, is no second copy', () => {
  expect(load('library', 'layers').trim()).toBe('one');
  expect(load('layers', 'library').trim()).toBe('one');
});

test.each([
  ['before ours', ['other', 'library']],
  ['after this package', ['library', 'other']],
  ['in between', ['own', 'other', 'library']],
] as const)('a copy that was loaded %s is refused, with both places and what to do', (_, order) => {
  const message = load(...order);
  expect(message).toMatch(
    /^UnsupportedError: here: two copies of @tensorflow\/tfjs-core are loaded: version 4\.\d+\.\d+ /,
  );
  expect(message).toContain(`(${own}), which Jensen imports, and another (${other})`);
  expect(message).toContain('npm dedupe');
});
