import { expect, it } from 'vitest';
import { checkTarball } from './check-tarball.mjs';

const manifest = {
  name: '@jensenjs/normal',
  version: '0.2.0',
  license: 'Apache-2.0',
  main: './dist/index.cjs',
  exports: { '.': { import: { types: './dist/index.d.ts', default: './dist/index.js' } }, './*.wasm': './dist/*.wasm' },
  dependencies: { '@jensenjs/core': '^0.1.0', long: '4.0.0' },
  peerDependencies: { '@tensorflow/tfjs-core': '^4.22.0' },
  publishConfig: { access: 'public' },
  repository: { type: 'git', url: 'git+https://host.invalid/owner/repository.git', directory: 'packages/normal' },
};
const map = { sources: ['../src/index.ts'], sourcesContent: ['export {};'] };
const sound: Record<string, string> = {
  'package.json': JSON.stringify(manifest),
  'README.md': '# Normal',
  LICENSE: 'Apache License',
  'dist/index.js': 'export {};',
  'dist/index.js.map': JSON.stringify(map),
  'dist/index.cjs': '',
  'dist/index.d.ts': 'export {};',
  'dist/simd.wasm': 'wasm',
};
const versions = new Map([
  ['@jensenjs/normal', '0.2.0'],
  ['@jensenjs/core', '0.1.0'],
]);

function check(changes: Record<string, string | undefined>): string[] {
  const files = Object.entries({ ...sound, ...changes }).flatMap(([path, text]): [string, Buffer][] =>
    text === undefined ? [] : [[path, Buffer.from(text)]],
  );
  return checkTarball(new Map(files), versions);
}
const withManifest = (changes: object) => ({ 'package.json': JSON.stringify({ ...manifest, ...changes }) });

it('finds nothing wrong with a sound package', () => {
  expect(check({})).toEqual([]);
});

it.each([
  ['no licence text', { LICENSE: undefined }, 'LICENSE is missing'],
  ['an empty README', { 'README.md': '' }, 'README.md is missing'],
  ['sources', { 'src/index.ts': '' }, 'src/index.ts does not belong there'],
  ['tests', { 'dist/index.test.ts': '' }, 'dist/index.test.ts does not belong there'],
  ['an entry without a file', { 'dist/index.d.ts': undefined }, 'names ./dist/index.d.ts, which is not there'],
  ['a pattern without a file', { 'dist/simd.wasm': undefined }, 'names ./dist/*.wasm, which is not there'],
  [
    'a map of foreign code',
    { 'dist/index.js.map': JSON.stringify({ ...map, sources: ['../../../node_modules/a/index.js'] }) },
    'dist/index.js.map shows ../../../node_modules/a',
  ],
  ['a map without text', { 'dist/index.js.map': JSON.stringify({ sources: map.sources }) }, 'lacks the text'],
  ['a range of the workspace', withManifest({ dependencies: { long: 'catalog:' } }), 'long is wanted as catalog:'],
  [
    'a range of another version',
    withManifest({ dependencies: { '@jensenjs/core': '^0.0.0' } }),
    '@jensenjs/core is wanted as ^0.0.0, not as ^0.1.0',
  ],
  ['an old version', withManifest({ version: '0.1.0' }), 'its version is 0.1.0, not 0.2.0'],
  ['another licence', withManifest({ license: 'MIT' }), 'its licence is MIT'],
  ['no repository', withManifest({ repository: undefined }), 'it does not name its repository'],
  ['private access', withManifest({ publishConfig: {} }), 'publishConfig.access is not public'],
])('finds %s', (_, changes: Record<string, string | undefined>, problem) => {
  expect(check(changes)).toEqual([expect.stringContaining(problem)]);
});
