import { FusedBatchNorm, ones, type Tensor } from '@tensorflow/tfjs-core';

interface Call {
  kernelName?: string;
  inputs: Record<string, Tensor | null | undefined>;
}

/**
 * A batch normalisation with the scale 1 when it has none, and without an offset that is undefined: under a gradient, tfjs looks into
 * both even when they are not given, and crashes ("Cannot read properties of undefined").
 */
export function completeBatchNormalization(call: Call): Call {
  const { kernelName, inputs } = call;
  const { mean, scale, offset, ...others } = inputs;
  if (kernelName !== FusedBatchNorm || !mean) return call;
  return { ...call, inputs: { ...others, mean, scale: scale ?? ones(mean.shape), ...(offset && { offset }) } };
}
