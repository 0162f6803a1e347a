import { grads, mul, sum, tensor } from '@tensorflow/tfjs-core';
import { kernelCases } from './cases.fixture';
import { registerMissingKernels } from './missing-kernels.fixture';

/** Derivatives of Σ y²/2 in every case of every kernel, one list of numbers per input, or the message of the error. */
export function firstDerivatives(): Record<string, (number[][] | string)[]> {
  registerMissingKernels();
  return Object.fromEntries(
    Object.entries(kernelCases).map(([kernel, cases]) => [
      kernel,
      cases.map(({ inputs, f }) => {
        try {
          const xs = inputs.map(({ data, shape }) => tensor(data, shape));
          const gradients = grads((...ys) => {
            const y = f(...ys);
            return mul(sum(mul(y, y)), 0.5);
          })(xs);
          return gradients.map((gradient) => [...gradient.dataSync()]);
        } catch (error) {
          return String(error);
        }
      }),
    ]),
  );
}
