import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkLayers } from './check.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const core = '@tensorflow/tfjs-core';
const sound = {
  'low/package.json': JSON.stringify({ peerDependencies: { [core]: '^4' } }),
  'low/src/index.ts': `import { add } from '${core}';`,
  'high/package.json': JSON.stringify({
    dependencies: { '@jensenjs/low': 'workspace:^' },
    peerDependencies: { [core]: '^4' },
  }),
  'high/src/index.ts': `import type { A } from '@jensenjs/low';\nimport { b } from './b';`,
  'high/src/node/index.ts': "export { readFileSync } from 'node:fs';",
  'high/src/index.test.ts': "import { anything } from 'anywhere';",
};
const layers = { low: { imports: [core] }, high: { imports: [core, '@jensenjs/low'] } };

function check(changes: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...sound, ...changes })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return checkLayers(folder, layers);
}

it('finds nothing wrong with packages in order', () => {
  expect(check({})).toEqual([]);
});

it.each([
  [
    'an import upwards',
    { 'low/src/a.ts': "export * from '@jensenjs/high';" },
    /low: src\/a.ts imports @jensenjs\/high/,
  ],
  ['a dynamic import', { 'low/src/a.ts': "await import('@jensenjs/high');" }, /imports @jensenjs\/high/],
  ['a computed import', { 'low/src/a.ts': 'await import(name);' }, /imports name/],
  [
    'an import of a constant name',
    { 'low/src/a.ts': "const name = '@jensenjs/high';\nawait import(name);" },
    /imports @jensenjs\/high/,
  ],
  [
    'an import after a regular expression',
    { 'low/src/a.ts': "/`/; import('@jensenjs/high');" },
    /imports @jensenjs\/high/,
  ],
  ['require', { 'low/src/a.ts': "const a = require('@jensenjs/high');" }, /imports @jensenjs\/high/],
  [
    'an export of everything by a name',
    { 'low/src/a.ts': "export * as high from '@jensenjs/high';" },
    /imports @jensenjs/,
  ],
  ['an import of types', { 'low/src/a.ts': "type A = import('@jensenjs/high').A;" }, /imports @jensenjs\/high/],
  ['a reference to types', { 'low/src/a.ts': '/// <reference types="node" />' }, /imports node/],
  ['other kinds of files', { 'low/src/a.mts': "import '@jensenjs/high';" }, /imports @jensenjs\/high/],
  ['a path out of the package', { 'low/src/a.ts': "import '../../high/src/index';" }, /outside of src/],
  ['a path into src/node', { 'high/src/a.ts': "export * from './node';" }, /src\/node is for Node only/],
  ['a fixture in a library', { 'low/src/a.ts': "import './b.fixture';" }, /belongs to tests/],
  ['Node outside src/node', { 'low/src/a.ts': "import 'node:fs';" }, /src\/node only/],
  ['a package without a row', { 'new/package.json': '{}', 'new/src/index.ts': '' }, /new: has no row/],
  ['a dependency that nothing imports', { 'high/src/index.ts': '' }, /declares @jensenjs\/low and never imports it/],
  ['tfjs-core as a dependency', { 'low/package.json': `{"dependencies":{"${core}":"4"}}` }, /must be a peer/],
  [
    'an own package by another range',
    {
      'high/package.json': JSON.stringify({
        dependencies: { '@jensenjs/low': '^1' },
        peerDependencies: { [core]: '^4' },
      }),
    },
    /must be a dependency with workspace/,
  ],
])('reports %s', (_, changes, message) => {
  expect(check(changes as Record<string, string>).join('\n')).toMatch(message);
});
