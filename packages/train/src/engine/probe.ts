import type { Tensor } from '@tensorflow/tfjs-core';

/** Watches the eager engine at work. Used to find where a number that is not finite comes from. */
export interface Probe {
  /** The kernels that follow belong to this part of an objective's step. */
  readonly enter: (objective: string, part: string) => void;
  /** A tensor of the current objective that has a name, in the order in which they come to be. */
  readonly tensor: (name: string, value: Tensor) => void;
}
