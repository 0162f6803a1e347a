import { registerGradients } from '@jensenjs/gradients';
import type { Backend } from './contracts/backend';
import { UnsupportedError } from './errors';

export interface BackendChoice {
  /** Name of the backend in use. */
  readonly name: string;
  /** Those that were tried before it, and why they cannot be used. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Activates the first backend that works here, in the order of preference given. One that is available but fails to
 * start is skipped as well.
 * @throws UnsupportedError when none does, with the reason of each.
 */
export async function useBackend(...backends: readonly Backend[]): Promise<BackendChoice> {
  // Whoever imports the whole of tfjs after us puts its uncorrected gradients back.
  registerGradients();
  const skipped: { name: string; reason: string }[] = [];
  for (const backend of backends) {
    const availability = await backend.available();
    if (!availability.available) {
      skipped.push({ name: backend.name, reason: availability.reason });
      continue;
    }
    try {
      await backend.activate();
      return { name: backend.name, skipped };
    } catch (error) {
      skipped.push({ name: backend.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new UnsupportedError('useBackend', `no backend works here. ${reasons || 'None was given.'}`);
}
