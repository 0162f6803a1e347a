import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';

type Size = [number, number];

const sizes: [readonly [number, number, number, number], Size][] = [
  [
    [2, 3, 4, 2],
    [6, 8],
  ],
  [
    [1, 5, 4, 3],
    [7, 3],
  ],
  [
    [2, 7, 5, 1],
    [3, 9],
  ],
  [
    [1, 1, 3, 2],
    [4, 1],
  ],
  [
    [2, 4, 4, 2],
    [4, 4],
  ],
  [
    [1, 6, 6, 2],
    [1, 2],
  ],
];

const grids = [
  { title: 'corners of pixels', alignCorners: false, halfPixelCenters: false },
  { title: 'corners aligned', alignCorners: true, halfPixelCenters: false },
  { title: 'centres of pixels', alignCorners: false, halfPixelCenters: true },
];

const kinds = [
  ['ResizeBilinear', tf.image.resizeBilinear],
  ['ResizeNearestNeighbor', tf.image.resizeNearestNeighbor],
] as const;

const squares: [number, number, Size][] = [
  [3, 2, [6, 6]],
  [4, 1, [3, 7]],
  [5, 3, [5, 2]],
];

export const resizeCases: readonly Case[] = [
  ...kinds.flatMap(([kernel, resize]) =>
    grids.flatMap(({ title, alignCorners, halfPixelCenters }) => [
      ...sizes.map(
        ([shape, size], i): Case => ({
          name: `${kernel}: ${formatShape(shape)} to ${formatShape(size)}, ${title}`,
          inputs: [{ shape }],
          run: (images) => resize(tf.square(images as tf.Tensor4D), size, alignCorners, halfPixelCenters),
          second: i === 1,
        }),
      ),
      // The backprop kernels of tfjs are right for single square images only.
      ...(halfPixelCenters ? [] : squares).map(
        ([side, channels, size]): Case => ({
          name: `${kernel}Grad: ${side} × ${side} × ${channels} from ${formatShape(size)}, ${title}`,
          inputs: [{ shape: [1, side, side, channels] }, { shape: [1, ...size, channels] }],
          run: (images, dy) =>
            tf.engine().runKernel(`${kernel}Grad`, { images, dy }, { size, alignCorners, halfPixelCenters }),
          gradient: false,
        }),
      ),
    ]),
  ),
  ...kinds.map(
    ([kernel, resize]): Case => ({
      name: `${kernel}: of int32`,
      inputs: [{ shape: [1, 3, 2, 2], dtype: 'int32' }],
      run: (images) => resize(images as tf.Tensor4D, [5, 4]),
    }),
  ),
];
