import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { expect, it } from 'vitest';

// The numbered programs check themselves: each runs in Node with the built packages, ends without an error and prints.
const folder = fileURLToPath(new URL('../programs/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
const programs = files.filter((name) => /^\d\d-/.test(name));

it('they are numbered without gaps', () => {
  expect(programs.map((name) => Number(name.slice(0, 2)))).toEqual(programs.map((_, i) => i + 1));
  expect(programs.length).toBeGreaterThanOrEqual(10);
});

it.each(files)('%s fits on a screen', (name) => {
  expect(
    readFileSync(folder + name, 'utf8')
      .trimEnd()
      .split('\n').length,
  ).toBeLessThanOrEqual(60);
});

it('they compile', () => {
  const program = ts.createProgram(
    files.map((name) => folder + name),
    {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      strict: false, // they are JavaScript: parameters have no types, and nothing says what is never undefined
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: ['node'],
    },
  );
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});

it.concurrent.each(programs)(
  '%s',
  async (name) => {
    const { stdout } = await promisify(execFile)(process.execPath, [folder + name], { timeout: 120_000 });
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(3);
  },
  120_000,
);
