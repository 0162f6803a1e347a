import { type GradConfig, getGradient, Pow, registerGradient } from '@tensorflow/tfjs-core';
import { corrections } from './corrections';
import { correctRecording } from './recording';
import { upstreamGradients } from './upstream';

/** On a corrected gradient. Every copy of this package (ESM and CJS in one process) knows it by its name. */
const mark = Symbol.for('@jensenjs/gradients');

/**
 * Registers the gradients of all kernels with the tfjs engine of this process, corrected where those of tfjs are wrong. Importing
 * the package does it already; libraries call this so that bundlers keep the import. Cheap when nothing is to be done, and
 * puts the corrections back when another package, such as `@tensorflow/tfjs`, has registered its own gradients since.
 */
export function registerGradients(): void {
  const present: object | undefined = getGradient(Pow);
  if (present && mark in present) return;
  for (const config of upstreamGradients) registerGradient(config);
  for (const config of corrections) registerGradient({ ...config, [mark]: true } as GradConfig);
  correctRecording();
}

/** True when the gradient registry of tfjs knows `kernel`, for example `'Conv2D'`. */
export function hasGradient(kernel: string): boolean {
  return getGradient(kernel) !== undefined;
}
