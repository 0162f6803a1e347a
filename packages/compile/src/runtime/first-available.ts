import { UnsupportedError } from '@jensenjs/core';
import type { Runtime } from './runtime';

/**
 * The first of the runtimes that works here.
 *
 * @throws UnsupportedError when none does, with the reason of each.
 */
export async function firstAvailable(where: string, runtimes: readonly Runtime[]): Promise<Runtime> {
  const reasons: string[] = [];
  for (const runtime of runtimes) {
    const availability = await runtime.available();
    if (availability.available) return runtime;
    reasons.push(`${runtime.name}: ${availability.reason}.`);
  }
  throw new UnsupportedError(
    where,
    reasons.length === 0
      ? 'expected at least one runtime, got none. Give onnxNode(), onnxWeb() or interpreter().'
      : `none of the runtimes works here. ${reasons.join(' ')} interpreter() works everywhere.`,
  );
}
