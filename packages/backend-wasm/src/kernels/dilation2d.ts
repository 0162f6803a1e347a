import { backend_util, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core';
import { computed, type Kernel, type KernelArguments, type WasmBackend } from '../backend';
import type { Shape4d } from './convolution/axis';

/*
 * Grey-scale dilation: out = max over taps of x + filter, of x [batch, height, width, channels] and a filter [k, l, channels]. tfjs's
 * kernels take the bits of floats for integers.
 */
export const dilation2d: Kernel = {
  name: 'Dilation2D',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
      const { shape, inputPlaces, filterPlaces } = largestSums(backend, x, filter, attrs);
      return computed(backend, shape, x.dtype, [x, filter], (to, from, taps) => {
        for (let i = 0; i < to.length; i++)
          to[i] = (from?.[inputPlaces[i] as number] as number) + (taps?.[filterPlaces[i] as number] as number);
      });
    },
};

export const dilation2dBackpropInput: Kernel = {
  name: 'Dilation2DBackpropInput',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, filter, dy } = inputs as { x: TensorInfo; filter: TensorInfo; dy: TensorInfo };
      return scattered(backend, dy, x, largestSums(backend, x, filter, attrs).inputPlaces);
    },
};

export const dilation2dBackpropFilter: Kernel = {
  name: 'Dilation2DBackpropFilter',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, filter, dy } = inputs as { x: TensorInfo; filter: TensorInfo; dy: TensorInfo };
      return scattered(backend, dy, filter, largestSums(backend, x, filter, attrs).filterPlaces);
    },
};

/** Adds each number of dy to its place in a tensor like x. */
function scattered(backend: WasmBackend, dy: TensorInfo, x: TensorInfo, places: Int32Array): TensorInfo {
  return computed(backend, x.shape, 'float32', [dy], (to, from) => {
    to.fill(0);
    places.forEach((place, i) => (to[place] = (to[place] as number) + (from?.[i] as number)));
  });
}

interface LargestSums {
  readonly shape: readonly number[];
  readonly inputPlaces: Int32Array;
  readonly filterPlaces: Int32Array;
}

/** For each output the places in x and in the filter whose sum is the largest, of equal sums the first. */
function largestSums(
  backend: WasmBackend,
  x: TensorInfo,
  filter: TensorInfo,
  attrs: KernelArguments['attrs'],
): LargestSums {
  const { strides, pad, dilations } = attrs as unknown as Record<'strides' | 'dilations', number> & { pad: 'same' };
  const info = backend_util.computeDilation2DInfo(
    x.shape as Shape4d,
    filter.shape as [number, number, number],
    strides,
    pad,
    'NHWC',
    dilations,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const [from, taps]: TypedArray[] = [x, filter].map((tensor) => backend.typedArrayFromHeap(tensor));
  const inputPlaces = new Int32Array(batchSize * outHeight * outWidth * inChannels);
  const filterPlaces = new Int32Array(inputPlaces.length);
  let output = 0;
  for (let image = 0; image < batchSize; image++)
    for (let v = 0; v < outHeight; v++)
      for (let w = 0; w < outWidth; w++)
        for (let channel = 0; channel < inChannels; channel++, output++) {
          let largest: number | undefined;
          for (let k = 0; k < filterHeight; k++) {
            const row = v * info.strideHeight - padInfo.top + k * info.dilationHeight;
            if (row < 0 || row >= inHeight) continue;
            for (let l = 0; l < filterWidth; l++) {
              const column = w * info.strideWidth - padInfo.left + l * info.dilationWidth;
              if (column < 0 || column >= inWidth) continue;
              const at = ((image * inHeight + row) * inWidth + column) * inChannels + channel;
              const tap = (k * filterWidth + l) * inChannels + channel;
              const sum = (from?.[at] as number) + (taps?.[tap] as number);
              if (largest !== undefined && !(sum > largest)) continue;
              largest = sum;
              inputPlaces[output] = at;
              filterPlaces[output] = tap;
            }
          }
        }
  return { shape: info.outShape, inputPlaces, filterPlaces };
}
