import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { installsOf, programsOf } from '../../../tools/lib/readme.mjs';

// Every ```js block of every README is a whole program: what it imports is in an `npm install` line above it, it compiles
// as TypeScript, and it runs in Node with the built packages and prints something.
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
  return programsOf(text).map((code, i) => {
    const file = join(folder, `${dirname(readme).replaceAll(/\W/g, '-')}-${i + 1}`);
    return { readme, number: i + 1, code, file };
  });
});

it('every README has an example', () => {
  const without = readmes.filter((readme) => !programs.some((program) => program.readme === readme));
  expect(without).toEqual([]);
});

it.each(readmes)('%s installs what its examples import', (readme) => {
  const installed = installsOf(readFileSync(join(root, readme), 'utf8')).flat();
  const code = programs.filter((program) => program.readme === readme).map((program) => program.code);
  const imported = [...code.join('\n').matchAll(/(?:from|import) '((?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name);
  expect(installed).toEqual(expect.arrayContaining(imported));
});

it('every example compiles', () => {
  const files = programs.map(({ file, code }) => {
    writeFileSync(`${file}.ts`, code);
    return `${file}.ts`;
  });
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    noImplicitAny: false, // they are JavaScript: parameters have no types
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
  });
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});

it.concurrent.each(programs)('$readme, example $number, runs', async ({ file, code }) => {
  writeFileSync(`${file}.mjs`, code);
  const { stdout } = await promisify(execFile)(process.execPath, [`${file}.mjs`], { cwd: folder });
  expect(stdout.trim()).not.toBe('');
});
