import { ComplexAbs, type GradConfig } from '@tensorflow/tfjs-core';

/** tfjs gives the gradient of a real |x|, a silently wrong one, and has none for the kernels that make or split complex tensors. */
export const complex: readonly GradConfig[] = [
  {
    kernelName: ComplexAbs,
    gradFunc: () => {
      throw new TypeError(
        'abs: expected a float32 tensor under a gradient, got complex64. tfjs cannot differentiate complex tensors: ' +
          'compute the modulus from tf.real and tf.imag kept as separate tensors.',
      );
    },
  },
];
