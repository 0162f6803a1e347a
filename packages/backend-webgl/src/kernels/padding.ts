import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments } from '../backend';
import { withOwnActivation } from './fused';

/**
 * A kernel that sums over `inner` elements of the named inputs, on clean copies of them where that number is odd.
 *
 * A packed texture holds 2 × 2 numbers of a matrix in a pixel. Where a side is odd it has unused places, and the kernel that wrote it left
 * there whatever it computes from zeros: e⁰ = 1, or ln 0. tfjs's products and convolutions sum over the unused places as well.
 * Unpacked operands are packed by tfjs again, with zeros there.
 */
function withoutPadding(name: string, names: readonly string[], inner: (args: KernelArguments) => number): Kernel {
  return {
    name,
    make: (stock) => (args) => {
      const { backend, inputs } = args;
      if (inner(args) % 2 === 0) return stock(args);
      const packed = names.filter((input) => backend.texData.get((inputs[input] as TensorInfo).dataId).isPacked);
      const clean = packed.map((input) => [input, backend.unpackTensor(inputs[input] as TensorInfo)] as const);
      try {
        return stock({ ...args, inputs: { ...inputs, ...Object.fromEntries(clean) } });
      } finally {
        for (const [, copy] of clean) backend.disposeIntermediateTensorInfo(copy);
      }
    },
  };
}

const side = (args: KernelArguments, input: string, axis: number): number =>
  (args.inputs[input] as TensorInfo).shape.at(axis) as number;
const columns = (args: KernelArguments): number => side(args, 'a', args.attrs.transposeA ? -2 : -1);
// With channels first, the packed sides are those of the image: any may be odd.
const channels =
  (input: string) =>
  (args: KernelArguments): number =>
    args.attrs.dataFormat === 'NCHW' ? 1 : side(args, input, -1);

export const sums: readonly Kernel[] = [
  withoutPadding('BatchMatMul', ['a', 'b'], columns),
  withOwnActivation(withoutPadding('_FusedMatMul', ['a', 'b'], columns)),
  withoutPadding('Conv2D', ['x', 'filter'], channels('x')),
  withOwnActivation(withoutPadding('FusedConv2D', ['x', 'filter'], channels('x'))),
  withoutPadding('Conv2DBackpropInput', ['dy', 'filter'], channels('dy')),
];
