import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

// Every ```js block of every README is a whole program: it must run in Node with the built packages and print something.
const app = fileURLToPath(new URL('..', import.meta.url));
const root = join(app, '..', '..');
const folder = mkdtempSync(join(app, '.readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readmes = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'README.md')),
];
const programs = readmes.flatMap((readme) => {
  const text = readFileSync(join(root, readme), 'utf8');
  const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)];
  return blocks.map((block, i) => ({ readme, number: i + 1, code: block[1] ?? '' }));
});

it('every README has an example', () => {
  const without = readmes.filter((readme) => !programs.some((program) => program.readme === readme));
  expect(without).toEqual([]);
});

it.concurrent.each(programs)('$readme, example $number, runs', async ({ readme, number, code }) => {
  const file = join(folder, `${dirname(readme).replaceAll(/\W/g, '-')}-${number}.mjs`);
  writeFileSync(file, code);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  expect(stdout.trim()).not.toBe('');
});
