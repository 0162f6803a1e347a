import type { Built, RunKeys } from '@jensenjs/app-models';
import { adversarial } from './adversarial/adversarial';
import type { RunFiles } from './files';
import type { Kind } from './kind';
import type { Data } from './load-data';
import type { Settings } from './options/settings';
import { variational } from './variational/variational';

/** What a run has around its model. */
export interface Surroundings {
  readonly settings: Settings;
  readonly data: Data;
  readonly files: RunFiles;
  readonly keys: RunKeys;
  readonly signal: AbortSignal;
  /** Told a task other than training and the share of it that is done, 0 to 1. */
  readonly task: (what: string, share: number) => void;
}

export function kindOf(built: Built, around: Surroundings): Kind {
  return built.kind === 'vae' ? variational(built, around) : adversarial(built, around);
}
