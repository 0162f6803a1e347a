const tfjsNode = '@tensorflow/tfjs-node';
const build = 'npx jensen-build-tfjs-node';

/** Why tfjs-node could not be imported, and what to do, without a full stop. */
export function explain(error: unknown): string {
  const message =
    (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.replace(/[.\s]+$/, '') ?? '';
  // As Node, then as Vite says it.
  if (/(cannot find|could not resolve) .*["']@tensorflow\/tfjs-node(-gpu)?["']/i.test(message))
    return (
      `${tfjsNode} is not installed: npm install --ignore-scripts ${tfjsNode}@4.22.0, then build its native library: ` +
      `${build} (README of @jensenjs/backend-node); or use wasm()`
    );
  return (
    `${tfjsNode} is installed but cannot be loaded (${message}). Its native library is missing or does not fit this ` +
    `machine: build it by ${build} (README of @jensenjs/backend-node), or use wasm()`
  );
}
