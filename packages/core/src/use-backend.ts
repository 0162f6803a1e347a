import { registerGradients } from '@jensenjs/gradients';
import { getBackend } from '@tensorflow/tfjs-core';
import { takingTurns } from './adapter/taking-turns';
import { assertOneTfjs } from './assert-one-tfjs';
import type { Backend } from './contracts/backend';
import { UnsupportedError } from './errors';

export interface BackendChoice {
  /** Name of the backend in use. */
  readonly name: string;
  /** For people: what was chosen and why, in whole sentences. */
  readonly reason: string;
  /** Those that were tried before it, and why they cannot be used. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Activates the first backend that works here, in the order of preference given. One that is available but fails to
 * start is skipped as well. Calls that overlap run one after the other, so the last one decides.
 * @throws UnsupportedError when none does, with the reason of each, and when two copies of tfjs are loaded.
 */
export function useBackend(...backends: readonly Backend[]): Promise<BackendChoice> {
  return inTurn(() => choose(backends));
}

const inTurn = takingTurns();

async function choose(backends: readonly Backend[]): Promise<BackendChoice> {
  assertOneTfjs('useBackend');
  const skipped: { name: string; reason: string }[] = [];
  try {
    for (const backend of backends) {
      const { name } = backend;
      const outcome = await attempt(backend);
      if (!outcome.works) {
        skipped.push({ name, reason: outcome.reason });
        continue;
      }
      // A backend may have brought a tfjs of its own.
      assertOneTfjs('useBackend');
      return { name, reason: explain(name, outcome.note, skipped), skipped };
    }
  } finally {
    // Whoever has imported the whole of tfjs since, as some backends do, has put its uncorrected gradients back.
    registerGradients();
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new UnsupportedError('useBackend', `no backend works here. ${reasons || 'None was given.'}`);
}

type Outcome =
  | { readonly works: true; readonly note: string | undefined }
  | { readonly works: false; readonly reason: string };

async function attempt(backend: Backend): Promise<Outcome> {
  const availability = await backend.available();
  if (!availability.available) return { works: false, reason: availability.reason };
  try {
    await backend.activate();
  } catch (error) {
    return { works: false, reason: error instanceof Error ? error.message : String(error) };
  }
  const expected = backend.tfjsName ?? backend.name;
  const got = getBackend();
  if (got === expected) return { works: true, note: availability.note };
  return { works: false, reason: `after its activation tfjs uses the backend ${got}, not ${expected}` };
}

function explain(name: string, note: string | undefined, skipped: BackendChoice['skipped']): string {
  const choice = skipped.length === 0 ? `Using ${name}, the first choice` : `Using ${name}`;
  const sentences = skipped.map((other) => sentence(`${other.name} was skipped: ${other.reason}`));
  return [sentence(note ? `${choice} (${note})` : choice), ...sentences].join(' ');
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
