import type { TensorInfo } from '@tensorflow/tfjs-core';
import { computed, type Kernel, type KernelArguments } from '../backend';
import { holdsNaN } from './binary';

/* tfjs's kernels clip the bits of integers as if they were floats, turn NaN into a bound, which hides it, and want bounds that differ. */

export const clipByValue: Kernel = {
  name: 'ClipByValue',
  make: (stock) => (args) => {
    const { clipValueMin, clipValueMax } = args.attrs as { clipValueMin: number; clipValueMax: number };
    return isEasy(args) && clipValueMin < clipValueMax ? stock(args) : clip(args, clipValueMin, clipValueMax);
  },
};

export const relu6: Kernel = {
  name: 'Relu6',
  make: (stock) => (args) => (isEasy(args) ? stock(args) : clip(args, 0, 6)),
};

function isEasy({ inputs, backend }: KernelArguments): boolean {
  const { x } = inputs as { x: TensorInfo };
  return x.dtype === 'float32' && !holdsNaN(backend, x);
}

function clip({ inputs, backend }: KernelArguments, min: number, max: number): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  return computed(backend, x.shape, x.dtype, [x], (to, from) => {
    for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(from?.[i] as number, min), max);
  });
}
