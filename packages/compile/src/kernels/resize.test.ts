import { useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { trace } from '../trace/trace';
import { runGraph } from './testing/check.fixture';

beforeAll(async () => {
  await useBackend({
    name: 'cpu',
    available: () => Promise.resolve({ available: true }),
    activate: async () => {
      await tf.setBackend('cpu');
    },
  });
});

const kinds = [
  ['ResizeBilinear', tf.image.resizeBilinear],
  ['ResizeNearestNeighbor', tf.image.resizeNearestNeighbor],
] as const;

const sizes: [[number, number, number, number], [number, number]][] = [
  [
    [2, 3, 4, 2],
    [6, 8],
  ],
  [
    [2, 5, 4, 3],
    [7, 3],
  ],
  [
    [1, 1, 3, 2],
    [4, 1],
  ],
];

// The backprop kernels of tfjs are right for single square images and corners of pixels only: these are compared with the eager
// gradients, which are corrected.
describe.each(kinds)('%sGrad is the gradient', (kernel, resize) => {
  for (const [shape, size] of sizes)
    for (const alignCorners of [false, true])
      for (const halfPixelCenters of alignCorners ? [false] : [false, true])
        it(`of [${shape.join(', ')}] to [${size.join(', ')}], ${String(alignCorners)}, ${String(halfPixelCenters)}`, async () => {
          const [images, dy] = [tf.zeros<tf.Rank.R4>(shape), tf.cos(tf.range(0, 2 * 6 * 8 * 3))];
          const results: [number, number, number, number] = [shape[0], ...size, shape[3]];
          const slopes = tf.reshape(tf.slice(dy, 0, tf.util.sizeFromShape(results)), results);
          const expected = tf.grad((x: tf.Tensor) =>
            tf.sum(tf.mul(slopes, resize(x as tf.Tensor4D, size, alignCorners, halfPixelCenters))),
          )(images);
          const { graph } = trace('test', ({ input }) => ({
            dx: tf
              .engine()
              .runKernel(
                `${kernel}Grad`,
                { images: input('input 0', shape), dy: input('input 1', results) },
                { size, alignCorners, halfPixelCenters },
              ),
          }));
          const data = [new Float32Array(images.size), slopes.dataSync<'float32'>()];
          const found = (await runGraph(graph, data, 'all')).get('dx');
          expect(found?.shape).toEqual(shape);
          const errors = expected.dataSync().map((value, i) => Math.abs(value - (found?.data[i] ?? Number.NaN)));
          expect(Math.max(...errors)).toBeLessThan(2e-6);
        });
});
