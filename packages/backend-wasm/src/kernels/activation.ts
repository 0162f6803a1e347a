import type { TensorInfo } from '@tensorflow/tfjs-core';
import { run, type WasmBackend } from '../backend';

/** The kernel of each activation that tfjs fuses into products and convolutions. */
const kernels: Readonly<Record<string, string | null>> = {
  linear: null,
  relu: 'Relu',
  relu6: 'Relu6',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

export interface Activation {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

/** Applies an activation to x and frees x; returns x itself if it is linear. The slopes are those of prelu. */
export function activate(
  backend: WasmBackend,
  x: TensorInfo,
  { activation, leakyreluAlpha }: Activation,
  slopes: TensorInfo | null | undefined,
): TensorInfo {
  const kernel = kernels[activation];
  if (kernel === undefined) throw new Error(`Unknown fused activation ${activation}.`);
  if (kernel === null) return x;
  try {
    return run(backend, kernel, { x, ...(slopes && { alpha: slopes }) }, { alpha: leakyreluAlpha });
  } finally {
    backend.disposeData(x.dataId);
  }
}
