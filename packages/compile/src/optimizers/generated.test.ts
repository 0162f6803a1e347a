import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import loadWabt from 'wabt';
import { modulesFile } from '../../assemble/modules.mjs';
import { averageModule, ruleModules, sumOfSquaresModule } from './modules.generated';

// After a change of the text: npm run assemble.
it('has checked-in modules that are what their text assembles to', async () => {
  const file = readFileSync(new URL('modules.generated.ts', import.meta.url), 'utf8');
  const isCurrent = file === (await modulesFile(loadWabt));
  expect(isCurrent).toBe(true);
});

it('has modules so small that a page may compile them at once in any browser', () => {
  const modules = [averageModule, sumOfSquaresModule, ...Object.values(ruleModules).map(({ wasm }) => wasm)];
  for (const base64 of modules) expect(atob(base64).length).toBeLessThan(4096);
});
