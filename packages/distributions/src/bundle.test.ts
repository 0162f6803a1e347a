import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const modules = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));

/** The modules that one brings into a bundle. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, imported] of readFileSync(new URL(file, folder), 'utf8').matchAll(/from '\.\/([a-z-]+)'/g))
    reach(`${imported}.ts`, seen);
  return seen;
}

it('brings the table of KL divergences into a bundle with klDivergence alone', () => {
  expect(reach('kl-divergence.ts')).toContain('normal.ts');
  const others = modules.filter((file) => file !== 'index.ts' && file !== 'kl-divergence.ts');
  expect(others.length).toBeGreaterThan(10);
  for (const file of others) expect([...reach(file)], file).not.toContain('kl-divergence.ts');
});
