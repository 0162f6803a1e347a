import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';

/** Runs a kernel of the active backend, recorded on the tape when there is one. */
export function runKernel(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap);
}
