import type { Module, ModuleContext } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';

/** A function of tensors as a module without variables, for example an activation, a reshape or a fixed embedding. */
export function fromFunction(f: (x: Tensor, context: ModuleContext) => Tensor): Module {
  return {
    apply: (x, context = {}) => tidy(() => f(x, context)),
    parameters: {},
    state: {},
    dispose: () => {},
  };
}
