import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

// A README lists what its package exports, values and types, and nothing else.
const packages = fileURLToPath(new URL('../../../packages', import.meta.url));
const names = readdirSync(packages);
const entries = names.flatMap((name) =>
  ['index.ts', 'adapter/index.ts', 'node/index.ts', 'conv/index.ts', 'web/index.ts', 'webgpu/index.ts']
    .map((entry) => join(packages, name, 'src', entry))
    .filter((file) => ts.sys.fileExists(file)),
);

function exportsOf(name: string): string[] {
  return entries
    .filter((file) => file.startsWith(join(packages, name, 'src')))
    .flatMap((file) => {
      const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
      return source.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause }) => {
        if (!exportClause || !ts.isNamedExports(exportClause)) throw new Error(`${file} does not name its exports`);
        return exportClause.elements.map((element) => element.name.text);
      });
    });
}

/** The names at the start of `code` in the first columns of tables of exports, in lists of types and in `From …:` lists. */
function listedIn(readme: string): string[] {
  const tables = [...readme.matchAll(/^\| export .*\n\|.*\n((?:\|.*\n?)*)/gm)].flatMap(([, rows = '']) =>
    rows.split('\n').map((row) => row.replaceAll('\\|', '').split('|')[1] ?? ''),
  );
  const lists = [...readme.matchAll(/^(?:Types|Contracts, as types|From `@[^`]*`):(?:.+\n?)+/gm)].map(([list]) =>
    list.replace(/^From `[^`]*`/, '').replaceAll('`node`', ''),
  );
  return [...tables, ...lists].flatMap((text) =>
    [...text.matchAll(/`([A-Za-z_]\w*)[^`]*`/g)].map(([, name]) => name ?? ''),
  );
}

it.each(names)('%s lists its exports', (name) => {
  const listed = listedIn(readFileSync(join(packages, name, 'README.md'), 'utf8'));
  expect([...new Set(listed)].sort()).toEqual([...new Set(exportsOf(name))].sort());
});
