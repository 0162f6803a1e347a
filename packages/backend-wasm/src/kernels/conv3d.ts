import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { computed, type Kernel, run, type WasmBackend } from '../backend';
import { product } from './batch-mat-mul';
import { addOuterProducts, placeOf } from './outer-products';

type Shape5d = [number, number, number, number, number];
type Info = ReturnType<typeof backend_util.computeConv3DInfo>;

function infoOf(input: readonly number[], filter: readonly number[], attrs: object): Info {
  const { strides, pad } = attrs as { strides: number; pad: 'same' | 'valid' };
  return backend_util.computeConv3DInfo(input as Shape5d, filter as Shape5d, strides, 1, pad);
}

/**
 * The gradient with respect to the filter [k, l, m, in, out]: outer products of dy with what each row of taps sees. tfjs's kernel is
 * wrong where the stride is not 1, and for padded inputs.
 */
export const conv3dBackpropFilter: Kernel = {
  name: 'Conv3DBackpropFilterV2',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const { filterShape } = attrs as { filterShape: number[] };
      return filterGradient(backend, x, dy, infoOf(x.shape, filterShape, attrs));
    },
};

function filterGradient(backend: WasmBackend, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const { batchSize, padInfo, inChannels, outChannels, outDepth, outHeight, outWidth } = info;
  return scratch(backend, (keep) => {
    const paddings = [
      [0, 0],
      [Math.max(padInfo.front, 0), Math.max(padInfo.back, 0)],
      [Math.max(padInfo.top, 0), Math.max(padInfo.bottom, 0)],
      [Math.max(padInfo.left, 0), Math.max(padInfo.right, 0)],
      [0, 0],
    ];
    const volumes = keep(run(backend, 'PadV2', { x }, { paddings, constantValue: 0 }));
    const [, depth = 0, height = 0, width = 0] = volumes.shape;
    const out = backend.makeOutput(info.filterShape, 'float32');
    backend.typedArrayFromHeap(out).fill(0);
    if (outHeight * outWidth * outChannels === 0) return out;
    const [from, gradients, to] = [volumes, dy, out].map((tensor) => placeOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    // tfjs leaves out the first cells, as if there were fewer than none before them, where the stride is larger than the window.
    const [front, top, left] = [padInfo.front, padInfo.top, padInfo.left].map((cells) => Math.max(-cells, 0)) as [
      number,
      number,
      number,
    ];
    const line = 4 * width * inChannels; // bytes of a row of cells
    const windowRow = info.filterWidth * inChannels;
    for (let image = 0; image < batchSize; image++)
      for (let z = 0; z < outDepth; z++)
        for (let k = 0; k < info.filterDepth; k++)
          for (let l = 0; l < info.filterHeight; l++)
            addOuterProducts(
              from +
                ((image * depth + z * info.strideDepth + k + front) * height + l + top) * line +
                left * 4 * inChannels,
              info.strideHeight * line,
              info.strideWidth * 4 * inChannels,
              gradients + (image * outDepth + z) * 4 * outHeight * outWidth * outChannels,
              outHeight,
              outWidth,
              to + (k * info.filterHeight + l) * 4 * windowRow * outChannels,
              windowRow,
              outChannels,
            );
    return out;
  });
}

/**
 * The gradient with respect to the input: the products of each dy [out] with each tap of the filter, added to the inputs that the tap
 * saw. tfjs's kernel is wrong.
 */
export const conv3dBackpropInput: Kernel = {
  name: 'Conv3DBackpropInputV2',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const { inputShape } = attrs as { inputShape: number[] };
      return inputGradient(backend, dy, filter, infoOf(inputShape, filter.shape, attrs));
    },
};

function inputGradient(backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outChannels, outDepth, outHeight, outWidth } = info;
  const { filterDepth, filterHeight, filterWidth, padInfo } = info;
  const cells = batchSize * outDepth * outHeight * outWidth;
  const taps = filterDepth * filterHeight * filterWidth * inChannels;
  return scratch(backend, (keep) => {
    const [rows, columns] = [
      { ...dy, shape: [cells, outChannels] },
      { ...filter, shape: [taps, outChannels] },
    ];
    const products = keep(product(backend, rows, columns, false, true)); // [cells, taps]
    return computed(backend, info.inShape, 'float32', [products], (to, from) => {
      to.fill(0);
      const windowRow = filterWidth * inChannels;
      let source = 0;
      for (let image = 0; image < batchSize; image++)
        for (let z = 0; z < outDepth; z++)
          for (let y = 0; y < outHeight; y++)
            for (let x = 0; x < outWidth; x++) {
              const left = x * info.strideWidth - padInfo.left;
              const first = Math.max(-left, 0) * inChannels;
              const end = Math.min(inWidth - left, filterWidth) * inChannels;
              for (let k = 0; k < filterDepth; k++)
                for (let l = 0; l < filterHeight; l++, source += windowRow) {
                  const plane = z * info.strideDepth + k - padInfo.front;
                  const row = y * info.strideHeight + l - padInfo.top;
                  if (plane < 0 || plane >= inDepth || row < 0 || row >= inHeight) continue;
                  const target = (((image * inDepth + plane) * inHeight + row) * inWidth + left) * inChannels;
                  for (let i = first; i < end; i++)
                    to[target + i] = (to[target + i] as number) + (from?.[source + i] as number);
                }
            }
    });
  });
}
