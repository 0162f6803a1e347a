import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { computed, type Kernel, type WasmBackend } from '../../backend';
import { holdsNaN } from '../binary';
import { means, placesOfLargest, windows2d, windows3d, type Windows } from './windows';

/*
 * Pools of images run in XNNPACK, which turns NaN into −∞ and rounds the size of the result down. Everything else is loops here: in
 * three dimensions tfjs's kernel begins at a small positive number, as its gradients do.
 */
export const maxPool: Kernel = {
  name: 'MaxPool',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const windows = windows2d(x, attrs);
      return x.dtype === 'float32' && !holdsNaN(backend, x)
        ? stock({ inputs, attrs: withRoundedSize(attrs, windows), backend })
        : largest(backend, x, windows, 'first');
    },
};

export const avgPool: Kernel = {
  name: 'AvgPool',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const windows = windows2d(x, attrs);
      return holdsNaN(backend, x)
        ? computed(backend, windows.outShape, 'float32', [x], (to, from) => from && means(to, from, windows))
        : stock({ inputs, attrs: withRoundedSize(attrs, windows), backend });
    },
};

export const maxPool3d: Kernel = {
  name: 'MaxPool3D',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      return largest(backend, x, windows3d(x, attrs), 'last');
    },
};

export const maxPoolGrad: Kernel = {
  name: 'MaxPoolGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
      return gradientOfLargest(backend, dy, input, windows2d(input, attrs), 'first');
    },
};

export const maxPool3dGrad: Kernel = {
  name: 'MaxPool3DGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
      return gradientOfLargest(backend, dy, input, windows3d(input, attrs), 'last');
    },
};

/** Also tells the place of each largest number in its image, or in the batch. tfjs's kernel counts the places wrongly. */
export const maxPoolWithArgmax: Kernel = {
  name: 'MaxPoolWithArgmax',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { includeBatchInIndex } = attrs as { includeBatchInIndex: boolean };
      const windows = windows2d(x, attrs);
      const places = placesOfLargest(backend.typedArrayFromHeap(x), windows, 'first');
      const [, height, width] = windows.axes;
      const image = includeBatchInIndex ? Number.POSITIVE_INFINITY : height.size * width.size * windows.channels;
      return [
        computed(backend, windows.outShape, x.dtype, [x], (to, from) =>
          places.forEach((place, i) => (to[i] = from?.[place] ?? 0)),
        ),
        computed(backend, windows.outShape, 'int32', [], (to) => places.forEach((place, i) => (to[i] = place % image))),
      ];
    },
};

function largest(backend: WasmBackend, x: TensorInfo, windows: Windows, ofEqual: 'first' | 'last'): TensorInfo {
  const places = placesOfLargest(backend.typedArrayFromHeap(x), windows, ofEqual);
  return computed(backend, windows.outShape, x.dtype, [x], (to, from) =>
    places.forEach((place, i) => (to[i] = from?.[place] ?? Number.NEGATIVE_INFINITY)),
  );
}

/** dy goes to the largest input of each window. */
function gradientOfLargest(
  backend: WasmBackend,
  dy: TensorInfo,
  x: TensorInfo,
  windows: Windows,
  ofEqual: 'first' | 'last',
): TensorInfo {
  const places = placesOfLargest(backend.typedArrayFromHeap(x), windows, ofEqual);
  return computed(backend, x.shape, 'float32', [dy], (to, from) => {
    to.fill(0);
    places.forEach((place, i) => {
      if (place >= 0) to[place] = (to[place] as number) + (from?.[i] as number);
    });
  });
}

/** Attributes whose padding is such that XNNPACK finds the size of the result that was asked for. */
function withRoundedSize(attrs: NamedAttrMap, { axes: [, height, width] }: Windows): NamedAttrMap {
  if (attrs.dimRoundingMode !== 'ceil' && attrs.dimRoundingMode !== 'round') return attrs;
  const [vertical, horizontal] = [height, width].map(({ size, filter, stride, before, out }) => [
    before,
    Math.max((out - 1) * stride + filter - size - before, 0),
  ]);
  return { ...attrs, dimRoundingMode: 'floor', pad: [[0, 0], vertical, horizontal, [0, 0]] as never };
}
