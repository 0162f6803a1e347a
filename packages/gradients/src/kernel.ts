import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';

/** Runs a kernel of the active backend, recorded when a tape is on. */
export function runKernel(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor {
  return engine().runKernel(kernel, inputs, attributes as NamedAttrMap);
}
