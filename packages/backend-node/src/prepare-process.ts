interface Process {
  readonly env: Record<string, string | undefined>;
  readonly getBuiltinModule?: (name: 'node:util') => Record<string, unknown>;
}

/**
 * What tfjs-node needs of its process before it is loaded: functions of Node's `util` that it calls and that Node 23 has removed, and
 * TensorFlow silent but for errors, unless `TF_CPP_MIN_LOG_LEVEL` is set.
 */
export function prepareProcess(): void {
  const { process } = globalThis as unknown as { process: Process };
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Every Node that lacks them has this way to ask, which no bundler stumbles over.
  const util = process.getBuiltinModule?.('node:util');
  if (!util) return;
  util.isArray ??= Array.isArray;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}
