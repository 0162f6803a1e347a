// `npm run assemble`: writes the modules that the package carries, from their text in this folder.
import { writeFileSync } from 'node:fs';
import loadWabt from 'wabt';
import { assemble } from '../../../tools/wasm-text/assemble.mjs';
import { outerProducts } from './outer-products.mjs';

const [plain, shared] = await Promise.all(
  [false, true].map(async (isShared) => {
    const bytes = await assemble(loadWabt, 'outer-products.wat', outerProducts({ shared: isShared }));
    return Buffer.from(bytes).toString('base64');
  }),
);
// They differ in their first bytes alone, where the memory is imported.
let same = 0;
while (plain.at(-same - 1) === shared.at(-same - 1)) same++;
const beginning = (base64) => base64.slice(0, base64.length - same);

writeFileSync(
  new URL('../src/simd/outer-products.generated.ts', import.meta.url),
  `// Generated from assemble/outer-products.mjs by \`npm run assemble\`; not to be edited.

const rest =
  '${plain.slice(plain.length - same)}';

/** The module for a memory of either kind, in base64. */
export const outerProductsModule = {
  plain: \`${beginning(plain)}\${rest}\`,
  shared: \`${beginning(shared)}\${rest}\`,
};
`,
);
