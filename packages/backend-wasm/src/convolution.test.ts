import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { evaluate } from './compare.fixture';
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

// Strides above and below the filter, channel counts on both sides of XNNPACK's tiles of 4 and 8, one image and
// several.
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
  `${x.join('×')} by ${filter.join('×')}, strides ${String(strides)}, pad ${String(pad)}, dilations ${String(dilations)}`;
const filterShape = ({ x, filter }: Layer): number[] => [filter[0], filter[1], x[3], filter[2]];
const named = (list: readonly Layer[]): (readonly [string, Layer])[] => list.map((row) => [describeLayer(row), row]);

const convolve = (x: Tensor, filter: Tensor, { strides = 1, pad = 'valid', dilations = 1 }: Layer): Tensor =>
  tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);
const depthwise = (x: Tensor, filter: Tensor, { strides = 1, pad = 'valid', dilations = 1 }: Layer): Tensor =>
  tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);

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

  test.each(named(layers.filter(({ pad }) => !Array.isArray(pad))))('channels first, %s', async (_, layer) => {
    const [batch, height, width, channels] = layer.x;
    const operands = [operand([batch, channels, height, width], -1, 1), operand(filterShape(layer), -1, 1)];
    const { strides = 1, pad = 'valid' } = layer;
    const first = (x: Tensor, f: Tensor): Tensor => tf.conv2d(x as Tensor4D, f as Tensor4D, strides, pad, 'NCHW');
    await expectSame(first, operands);
    for (const which of [0, 1] as const) await expectSame(gradientsOf(first, which), operands);
  });

  test.each([1, 3, 8, 11])('transposed, to %i channels', async (channels) => {
    for (const [pad, size] of [
      ['same', [6, 8]],
      ['same', [5, 7]],
      ['valid', [8, 10]],
    ] as const) {
      const transposed = (x: Tensor, f: Tensor): Tensor =>
        tf.conv2dTranspose(x as Tensor4D, f as Tensor4D, [2, ...size, channels], 2, pad);
      const operands = [operand([2, 3, 4, 5], -1, 1), operand([4, 4, channels, 5], -1, 1)];
      await expectSame(transposed, operands);
      for (const which of [0, 1] as const) await expectSame(gradientsOf(transposed, which), operands);
    }
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

  // tfjs's cpu backend forgets the dilation. ⟨conv(x, f), dy⟩ is linear in x and in f, so it is ⟨x, dx⟩ and ⟨f, df⟩.
  test.each(named(dilated))('backprop kernels with a dilation, %s', async (_, layer) => {
    await wasm().activate();
    const { strides = 1, pad = 'valid', dilations = 1 } = layer;
    const random = ({ shape, values }: Operand): Tensor => tf.tensor([...values], [...shape]);
    const products = tf.tidy(() => {
      const [x, f] = [random(operand(layer.x)), random(operand([layer.filter[0], layer.filter[1], layer.x[3], 2]))];
      const y = depthwise(x, f, layer);
      const dy = random(operand(y.shape));
      const backprop = (of: 'Input' | 'Filter', inputs: tf.NamedTensorMap): Tensor =>
        tf.engine().runKernel(`DepthwiseConv2dNativeBackprop${of}`, inputs, {
          strides,
          pad,
          dilations,
          inputShape: x.shape,
          filterShape: f.shape,
        });
      const dx = backprop('Input', { dy, filter: f });
      const df = backprop('Filter', { x, dy });
      return tf.stack([tf.sum(tf.mul(y, dy)), tf.sum(tf.mul(x, dx)), tf.sum(tf.mul(f, df))]);
    });
    const [forward = 0, ...backward] = await products.data();
    for (const value of backward) expect(value).toBeCloseTo(forward, 3);
  });

  test('channels first are refused', async () => {
    await wasm().activate();
    expect(() =>
      tf.depthwiseConv2d(tf.ones<tf.Rank.R4>([1, 2, 4, 4]), tf.ones<tf.Rank.R4>([3, 3, 2, 1]), 1, 'same', 'NCHW'),
    ).toThrow('no channels first (NCHW) on the wasm backend');
  });
});

describe('fused', () => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;
  test.each(activations)('convolutions with every bias, %s', async (activation) => {
    for (const bias of [undefined, [6], [1], []])
      for (const slope of activation === 'prelu' ? [[6], [4, 3, 6], []] : [[6]]) {
        const fused =
          (operation: typeof tf.fused.conv2d | typeof tf.fused.depthwiseConv2d) =>
          (x: Tensor, f: Tensor, b: Tensor, s: Tensor): Tensor =>
            operation({
              x: x as Tensor4D,
              filter: f as Tensor4D,
              strides: 2,
              pad: 'same',
              activation,
              leakyreluAlpha: 0.3,
              ...(bias && { bias: b }),
              ...(activation === 'prelu' && { preluActivationWeights: s }),
            });
        const rest = [operand(bias ?? [6]), operand(slope)];
        await expectSame(fused(tf.fused.conv2d), [operand([2, 7, 6, 3]), operand([3, 3, 3, 6]), ...rest]);
        await expectSame(fused(tf.fused.depthwiseConv2d), [operand([2, 7, 6, 3]), operand([3, 3, 3, 2]), ...rest]);
      }
  });

  test('gradients of a convolution with a bias', async () => {
    const layer = (x: Tensor, filter: Tensor, bias: Tensor): Tensor =>
      tf.fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides: 2, pad: 'same', bias });
    const operands = [operand([2, 6, 6, 3], -1, 1), operand([4, 4, 3, 5], -1, 1), operand([5])];
    for (const which of [0, 1, 2])
      await expectSame(
        (...x) => tf.grads((a: Tensor, b: Tensor, c: Tensor) => tf.sum(tf.sin(layer(a, b, c))))(x)[which] as Tensor,
        operands,
      );
  });

  test.each(['relu', 'relu6'] as const)('NaN is not hidden by %s', async (activation) => {
    await wasm().activate();
    const x = tf.tensor4d([Number.NaN], [1, 1, 1, 1]);
    const filter = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
    for (const operation of [tf.fused.conv2d, tf.fused.depthwiseConv2d])
      expect((await operation({ x, filter, strides: 1, pad: 'same', activation }).data())[0]).toBeNaN();
  });
});

test.each([
  ['no images', [0, 4, 4, 3], [3, 3, 3, 2]],
  ['no channels', [2, 4, 4, 0], [3, 3, 0, 2]],
  ['no outputs', [2, 4, 4, 9], [3, 3, 9, 0]],
] as const)('%s', async (_, x, filter) => {
  // Memory that was used before, so that what is left unwritten shows.
  await evaluate('wasm', (used) => tf.neg(used), [operand([1000], 1, 9)]);
  const operands = [operand(x), operand(filter)];
  const layers = [
    (a: Tensor, f: Tensor) => tf.conv2d(a as Tensor4D, f as Tensor4D, 2, 'same'),
    (a: Tensor, f: Tensor) => tf.depthwiseConv2d(a as Tensor4D, f as Tensor4D, 2, 'same'),
  ];
  for (const layer of layers) {
    await expectSame(layer, operands);
    for (const which of [0, 1] as const) await expectSame(gradientsOf(layer, which), operands);
  }
});

test('training keeps neither tensors nor memory of the heap', async () => {
  await wasm().activate();
  const random = (shape: readonly number[]): tf.Variable => {
    const x = tf.tensor([...operand(shape, -0.2, 0.2).values], [...shape]);
    const made = tf.variable(x);
    x.dispose();
    return made;
  };
  const parameters = [random([4, 4, 1, 8]), random([8]), random([3, 3, 8, 1]), random([4, 4, 1, 8])];
  const [filter, bias, perChannel, back] = parameters as [Tensor4D, tf.Tensor1D, Tensor4D, Tensor4D] & tf.Variable[];
  const x = tf.tensor4d([...operand([4, 8, 8, 1]).values], [4, 8, 8, 1]);
  const step = (): void =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => {
        const h = tf.leakyRelu(tf.fused.conv2d({ x, filter, strides: 2, pad: 'same', bias }), 0.2);
        const pooled = tf.maxPool(tf.depthwiseConv2d(h, perChannel, 1, 'same'), 2, 1, 'same');
        const { mean, variance } = tf.moments(pooled, [0, 1, 2]);
        const normal = tf.batchNorm(pooled, mean as tf.Tensor1D, variance as tf.Tensor1D);
        const y = tf.conv2dTranspose(normal, back, [4, 8, 8, 1], 2, 'same');
        return tf.mean(tf.squaredDifference(x, y));
      }, parameters);
      for (const p of parameters) p.assign(tf.sub(p, tf.mul(grads[p.name] as Tensor, 0.01)));
    });
  const here = tf.backend() as unknown as { numDataIds: () => number; wasm: { HEAPU8: Uint8Array } };
  const count = () => ({
    tensors: tf.memory().numTensors,
    data: here.numDataIds(),
    heap: here.wasm.HEAPU8.length,
  });
  for (let i = 0; i < 5; i++) step();
  const before = count();
  for (let i = 0; i < 500; i++) step();
  expect(count()).toEqual(before);
});
