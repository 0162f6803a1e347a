import { expect, test } from 'vitest';
import loadWabt from 'wabt';
import { assemble } from '../../../../tools/wasm-text/assemble.mjs';
import { outerProducts } from '../../assemble/outer-products.mjs';
import { outerProductsModule } from './outer-products.generated';

// After a change of the text: npm run assemble.
test.each([
  ['plain', { shared: false }],
  ['shared', { shared: true }],
] as const)('the checked-in module for %s memory is what its text assembles to', async (kind, options) => {
  const bytes = await assemble(loadWabt, 'outer-products.wat', outerProducts(options));
  expect(outerProductsModule[kind]).toBe(Buffer.from(bytes).toString('base64'));
});
