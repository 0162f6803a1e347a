import type { Backend } from './contracts/backend';
import { UnsupportedError } from './errors';

export interface BackendChoice {
  /** Name of the backend in use. */
  readonly name: string;
  /** Those that were tried before it, and why they cannot be used. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Activates the first backend that works here, in the order of preference given.
 * @throws UnsupportedError when none does, with the reason of each.
 */
export async function useBackend(...backends: readonly Backend[]): Promise<BackendChoice> {
  const skipped: { name: string; reason: string }[] = [];
  for (const backend of backends) {
    const availability = await backend.available();
    if (availability.available) {
      await backend.activate();
      return { name: backend.name, skipped };
    }
    skipped.push({ name: backend.name, reason: availability.reason });
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new UnsupportedError('useBackend', `no backend is available here. ${reasons || 'None was given.'}`);
}
