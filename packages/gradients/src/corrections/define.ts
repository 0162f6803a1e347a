import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';

/** Saved tensors by name, in the order of `inputsToSave`. */
type Saved<Name extends string> = Record<Name, Tensor>;

/**
 * The gradient of a kernel with one output whose inputs are all saved: `gradients` gives, from dy, the inputs by name and the
 * kernel's attributes, one function per input that may be differentiated.
 */
export function defineGradient<Name extends string, Attributes extends object = object>(
  kernelName: string,
  inputs: readonly Name[],
  gradients: (dy: Tensor, saved: Saved<Name>, attributes: Attributes) => Record<Name, () => Tensor>,
): GradConfig {
  return {
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (dy, saved, attributes) =>
      gradients(
        dy as Tensor,
        Object.fromEntries(inputs.map((name, i) => [name, saved[i]])) as Saved<Name>,
        attributes as unknown as Attributes,
      ),
  };
}
