interface Util {
  readonly isNullOrUndefined?: unknown;
  readonly isArray?: unknown;
}

interface Process {
  readonly getBuiltinModule?: (name: 'node:util') => Util;
}

/** Functions of Node's `util` that tfjs-node calls in its kernels and that Node 23 has removed. */
export function missingFunctions(): string[] {
  const { process } = globalThis as { process?: Process };
  // Every Node that may lack them has this way to ask, which no bundler stumbles over.
  const util = process?.getBuiltinModule?.('node:util');
  return util ? (['isNullOrUndefined', 'isArray'] as const).filter((name) => typeof util[name] !== 'function') : [];
}
