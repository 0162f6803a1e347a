import { getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { corrections } from './corrections';
import { recordKernelsBeforeTheirSaves } from './saved-outputs';
import { upstreamGradients } from './upstream';

let registered = false;
export function registerGradients(): void {
  if (registered) return;
  for (const config of [...upstreamGradients, ...corrections]) registerGradient(config);
  recordKernelsBeforeTheirSaves();
  registered = true;
}

/** True when the gradient registry of tfjs knows `kernel`, for example `'Conv2D'`. */
export function hasGradient(kernel: string): boolean {
  return getGradient(kernel) !== undefined;
}
