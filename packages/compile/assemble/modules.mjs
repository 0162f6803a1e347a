import { assemble } from '../../../tools/wasm-text/assemble.mjs';
import { average, sumOfSquares } from './others.mjs';
import { pass } from './pass.mjs';
import { rules } from './rules.mjs';

/** The text of src/optimizers/modules.generated.ts. `loadWabt` is the default export of the package wabt. */
export async function modulesFile(loadWabt) {
  const wasm = async (name, settings) =>
    `'${Buffer.from(await assemble(loadWabt, `${name}.wat`, pass(settings))).toString('base64')}'`;
  const list = (names) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  const rows = await Promise.all(
    rules.map(
      async ({ name, slots, constants, pass: settings }) => `
  ${/^\w+$/.test(name) ? name : `'${name}'`}: {
    slots: ${list(slots)},
    constants: ${list(constants)},
    wasm: ${await wasm(name, settings)},
  },`,
    ),
  );
  return `// Generated from the folder assemble by \`npm run assemble\`; not to be edited.

/** A pass over a parameter, its gradient and its slots: the order in which it takes slots and constants, and the module in base64. */
export interface RuleModule {
  readonly slots: readonly string[];
  readonly constants: readonly string[];
  readonly wasm: string;
}

export const ruleModules: Readonly<Record<string, RuleModule>> = {${rows.join('')}
};

export const averageModule =
  ${await wasm('average', average)};

export const sumOfSquaresModule =
  ${await wasm('sumOfSquares', sumOfSquares)};
`;
}
