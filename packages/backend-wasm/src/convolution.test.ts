import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { distance, evaluate, type Operand, operand } from './compare.fixture';
import { wasm } from './wasm';

type Pair = [number, number];
type Padding = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
interface Layer {
  readonly x: readonly [batch: number, height: number, width: number, channels: number];
  readonly filter: readonly [height: number, width: number, out: number];
  readonly strides?: number | Pair;
  readonly pad?: Padding;
  readonly dilations?: number | Pair;
}

const explicit = (top: number, bottom: number, left: number, right: number): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

// Strides above and below the filter, channel counts on both sides of XNNPACK's tiles of 4 and 8, one image and several.
const layers: readonly Layer[] = [
  { x: [3, 8, 8, 1], filter: [4, 4, 8], strides: 2, pad: 'same' },
  { x: [2, 7, 7, 8], filter: [4, 4, 5], strides: 2, pad: 'same' },
  { x: [2, 7, 6, 9], filter: [5, 5, 3], strides: 2, pad: 'same' },
  { x: [2, 7, 6, 12], filter: [3, 3, 4], strides: 2, pad: 'valid' },
  { x: [1, 6, 7, 3], filter: [3, 2, 9], pad: 'same' },
  { x: [2, 5, 5, 16], filter: [3, 3, 16], pad: 'valid' },
  { x: [3, 4, 5, 10], filter: [1, 1, 7] },
  { x: [3, 7, 8, 10], filter: [1, 1, 7], strides: 2, pad: 'same' },
  { x: [2, 9, 8, 11], filter: [2, 3, 2], strides: [3, 2], pad: 'valid' },
  { x: [2, 11, 9, 8], filter: [2, 2, 3], strides: 4, pad: 'valid' },
  { x: [2, 6, 6, 9], filter: [3, 3, 4], strides: [1, 2], pad: explicit(2, 1, 0, 3) },
  { x: [2, 6, 6, 2], filter: [3, 4, 4], strides: 2, pad: explicit(0, 3, 4, 1) },
  { x: [2, 3, 3, 8], filter: [2, 2, 4], strides: 3, pad: explicit(5, 4, 3, 6) },
  { x: [2, 6, 6, 9], filter: [3, 3, 2], pad: 2 },
  { x: [2, 1, 1, 20], filter: [1, 1, 33] },
  { x: [2, 4, 4, 8], filter: [4, 4, 3], pad: 'valid' },
];
const dilated: readonly Layer[] = [
  { x: [2, 8, 7, 3], filter: [3, 3, 5], pad: 'same', dilations: 2 },
  { x: [2, 8, 7, 9], filter: [2, 3, 5], pad: 'valid', dilations: [3, 1] },
];

const describeLayer = ({ x, filter, strides = 1, pad = 'valid', dilations = 1 }: Layer): string =>
  `${x.join('×')} by ${filter.join('×')}, strides ${strides}, pad ${pad}, dilations ${dilations}`;
const filterShape = ({ x, filter }: Layer): number[] => [filter[0], filter[1], x[3], filter[2]];
const named = (list: readonly Layer[]): (readonly [string, Layer])[] => list.map((row) => [describeLayer(row), row]);

const convolve = (x: Tensor, filter: Tensor, { strides = 1, pad = 'valid', dilations = 1 }: Layer): Tensor =>
  tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);
const depthwise = (x: Tensor, filter: Tensor, { strides = 1, pad = 'valid', dilations = 1 }: Layer): Tensor =>
  tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, pad as 'same', 'NHWC', dilations);

/** Compares on both backends, and looks that no tensor stays. */
async function expectSame(operation: (...x: Tensor[]) => Tensor, operands: readonly Operand[]): Promise<void> {
  const expected = await evaluate('cpu', operation, operands);
  const before = tf.memory().numTensors;
  expect(distance(expected, await evaluate('wasm', operation, operands))).toBeLessThan(2e-5);
  expect(tf.memory().numTensors).toBe(before);
}

/** Gradients of Σ sin(y), which send a different number back from each output. */
const gradientsOf =
  (operation: (x: Tensor, filter: Tensor) => Tensor, which: 0 | 1) =>
  (...operands: Tensor[]): Tensor =>
    tf.grads((x: Tensor, filter: Tensor) => tf.sum(tf.sin(operation(x, filter))))(operands)[which] as Tensor;

describe('conv2d', () => {
  test.each(named([...layers, ...dilated]))('%s', async (_, layer) => {
    await expectSame((x, f) => convolve(x, f, layer), [operand(layer.x), operand(filterShape(layer))]);
  });

  test.each(named(layers))('gradients, %s', async (_, layer) => {
    const operands = [operand(layer.x, -1, 1), operand(filterShape(layer), -1, 1)];
    for (const which of [0, 1] as const)
      await expectSame(
        gradientsOf((x, f) => convolve(x, f, layer), which),
        operands,
      );
  });
});

describe('depthwiseConv2d', () => {
  const rows = [...layers, ...dilated].filter(({ pad }) => !Array.isArray(pad));
  test.each(named(rows))('%s', async (_, layer) => {
    await expectSame((x, f) => depthwise(x, f, layer), [operand(layer.x), operand(filterShape(layer))]);
  });

  test.each(named(rows.filter(({ dilations = 1 }) => dilations === 1)))('gradients, %s', async (_, layer) => {
    for (const multiplier of [1, layer.filter[2]]) {
      const shape = [layer.filter[0], layer.filter[1], layer.x[3], multiplier];
      const operands = [operand(layer.x, -1, 1), operand(shape, -1, 1)];
      for (const which of [0, 1] as const)
        await expectSame(
          gradientsOf((x, f) => depthwise(x, f, layer), which),
          operands,
        );
    }
  });
});
