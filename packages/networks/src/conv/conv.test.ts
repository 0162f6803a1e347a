import { ArgumentError, createUpdates, key, type Module } from '@jensenjs/core';
import { expectClose, expectWithinStandardErrors, flatten } from '@jensenjs/testing';
import { fill, ones, slice, sub, type Tensor, tensor, tidy, type Variable, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from './index';

/** Sets variables to one number each, all others to zero. */
function set(net: Module, values: Readonly<Record<string, number>>): Module {
  expect(Object.keys(net.parameters)).toEqual(expect.arrayContaining(Object.keys(values)));
  for (const [name, v] of Object.entries(net.parameters)) v.assign(fill(v.shape, values[name] ?? 0));
  return net;
}
const shapes = (net: Module) => Object.fromEntries(Object.entries(net.parameters).map(([name, v]) => [name, v.shape]));
const counting = (...shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );

describe('convEncoder', () => {
  it('names its variables', () => {
    const net = convEncoder(key(1), { input: [28, 28, 11], channels: [8, 16], hidden: [9], output: 4 });
    expect(shapes(net)).toEqual({
      'down0/kernel': [4, 4, 11, 8],
      'down0/bias': [8],
      'down1/kernel': [4, 4, 8, 16],
      'down1/bias': [16],
      'hidden0/kernel': [7 * 7 * 16, 9],
      'hidden0/bias': [9],
      'output/kernel': [9, 4],
      'output/bias': [4],
    });
    expect(net.state).toEqual({});
  });
  it('halves images, and rounds up', () => {
    // Kernels of 1/4 on 2 by 2 pixels are means: of each quarter, then of all.
    const options = { input: [4, 4, 1], channels: [1, 1], kernelSize: 2, output: 1, activation: 'linear' } as const;
    const values = { 'down0/kernel': 1 / 4, 'down1/kernel': 1 / 4, 'output/kernel': 1, 'output/bias': 0.25 };
    expectClose(set(convEncoder(key(1), options), values).apply(counting(1, 4, 4, 1)), [7.5 + 0.25]);
    const odd = convEncoder(key(1), { input: [5, 7, 2], channels: [3, 3], output: 1 });
    expect(odd.parameters['output/kernel']?.shape).toEqual([2 * 2 * 3, 1]);
    expect(odd.apply(ones([2, 5, 7, 2])).shape).toEqual([2, 1]);
  });
  it('applies activations after every layer but the output', () => {
    const options = { input: [2, 2, 1], channels: [1], kernelSize: 2, hidden: [1], output: 1 } as const;
    const values = { 'down0/kernel': 1, 'down0/bias': -2, 'hidden0/kernel': 1, 'output/kernel': -1 };
    const at = (activation: 'relu' | ((x: Tensor) => Tensor)) =>
      set(convEncoder(key(1), { ...options, activation }), values).apply(ones([1, 2, 2, 1]));
    expectClose(at('relu'), [-2]); // −relu(relu(4 − 2))
    expectClose(
      at((x) => sub(x, 0.5)),
      [-1], // −(2 − ½ − ½)
    );
  });
});

describe('convDecoder', () => {
  it('names its variables', () => {
    const net = convDecoder(key(1), { input: 3, channels: [16, 8], hidden: [9], output: [28, 20, 2] });
    expect(shapes(net)).toEqual({
      'hidden0/kernel': [3, 9],
      'hidden0/bias': [9],
      'project/kernel': [9, 7 * 5 * 16],
      'project/bias': [7 * 5 * 16],
      'up0/kernel': [4, 4, 8, 16],
      'up0/bias': [8],
      'output/kernel': [4, 4, 2, 8],
      'output/bias': [2],
    });
    expect(net.apply(ones([5, 3])).shape).toEqual([5, 28, 20, 2]);
  });
  it('doubles images', () => {
    // With kernels of ones on 2 by 2 pixels each number becomes 4, then 16 equal pixels.
    const net = convDecoder(key(1), { input: 2, channels: [1, 1], kernelSize: 2, output: [4, 8, 1] });
    set(net, { 'up0/kernel': 1, 'output/kernel': 1, 'output/bias': -10 });
    net.parameters['project/kernel']?.assign(tensor([1, 0, 0, 2], [2, 2]));
    const row = [3, 3, 3, 3, 10, 10, 10, 10].map((v) => v - 10);
    expectClose(net.apply(tensor([[3, 5]])), [row, row, row, row]);
  });
  it('sums equally many terms in every pixel, so that it draws no checkerboard', () => {
    const inside = (kernelSize?: number) => {
      const size = kernelSize === undefined ? {} : { kernelSize };
      const net = convDecoder(key(1), { input: 1, channels: [1, 1], output: [16, 16, 1], ...size });
      set(net, { 'project/kernel': 1, 'up0/kernel': 1, 'output/kernel': 1 });
      return new Set(flatten(slice(net.apply(ones([1, 1])), [0, 5, 5, 0], [1, 6, 6, 1])));
    };
    expect([...inside()]).toEqual([4 * 4]);
    expect(inside(2)).toEqual(new Set([1]));
    expect(inside(5).size).toBeGreaterThan(3);
  });
  it('adapts its weights to the activation and the numbers of terms', () => {
    const bounds = (activation: 'relu' | 'tanh') => {
      const { parameters } = convDecoder(key(2), { input: 16, channels: [48, 32], output: [8, 8, 3], activation });
      return Object.entries(parameters).flatMap(([name, v]) =>
        name.endsWith('kernel') ? [Math.max(...flatten(v).map(Math.abs))] : [],
      );
    };
    // √(6 / fanIn) for rectifiers, √(6 / (fanIn + fanOut)) for others; a pixel sums 2 × 2 of the 4 × 4 weights of a channel.
    const output = Math.sqrt(6 / (2 * 2 * 32 + 4 * 4 * 3));
    for (const [got, expected] of [
      [bounds('relu'), [Math.sqrt(6 / 16), Math.sqrt(6 / (2 * 2 * 48)), output]],
      [bounds('tanh'), [Math.sqrt(6 / (16 + 2 * 2 * 48)), Math.sqrt(6 / (2 * 2 * 48 + 4 * 4 * 32)), output]],
    ] as const) {
      expectClose(got, expected, { relative: 0.01 });
      got.forEach((max, i) => expect(max).toBeLessThanOrEqual((expected[i] as number) * (1 + 1e-6)));
    }
  });
});

describe('DCGAN', () => {
  const generator = dcganGenerator(key(1), { latent: 100, channels: [64, 32], output: [8, 8, 3] });
  const discriminator = dcganDiscriminator(key(1), { input: [8, 8, 3], channels: [64, 128] });
  it('normalises batches in all layers but G’s last and D’s first and last', () => {
    expect(shapes(generator)).toEqual({
      'project/kernel': [100, 2 * 2 * 64],
      'project/normalization/gamma': [64],
      'project/normalization/beta': [64],
      'up0/kernel': [4, 4, 32, 64],
      'up0/normalization/gamma': [32],
      'up0/normalization/beta': [32],
      'output/kernel': [4, 4, 3, 32],
      'output/bias': [3],
    });
    expect(shapes(discriminator)).toEqual({
      'down0/kernel': [4, 4, 3, 64],
      'down0/bias': [64],
      'down1/kernel': [4, 4, 64, 128],
      'down1/normalization/gamma': [128],
      'down1/normalization/beta': [128],
      'output/kernel': [2 * 2 * 128, 1],
      'output/bias': [1],
    });
    const off = dcganDiscriminator(key(1), { input: [8, 8, 3], channels: [4, 4], batchNormalization: false });
    expect([Object.keys(off.parameters).filter((name) => name.includes('norm')), off.state]).toEqual([[], {}]);
  });
  it.each(['project/kernel', 'up0/kernel', 'output/kernel', 'project/normalization/gamma'])(
    'draws %s of G from a normal distribution of deviation 0.02',
    (name) => {
      const centre = name.endsWith('gamma') ? 1 : 0;
      const z = flatten(generator.parameters[name] as Tensor).map((w) => (w - centre) / 0.02);
      expectWithinStandardErrors(z, 0);
      expectWithinStandardErrors(
        z.map((v) => v ** 2),
        1,
      );
    },
  );
  it('gives pixels in [0, 1], or as its last activation', () => {
    const z = counting(3, 2);
    const at = (outputActivation?: 'tanh' | 'linear') => {
      const last = outputActivation === undefined ? {} : { outputActivation };
      return flatten(dcganGenerator(key(1), { latent: 2, channels: [3], output: [2, 2, 1], ...last }).apply(z));
    };
    const logits = at('linear');
    expectClose(
      at(),
      logits.map((v) => 1 / (1 + Math.exp(-v))),
    );
    expectClose(at('tanh'), logits.map(Math.tanh));
  });
  it('has leaky rectifiers of slope 0.2 in D', () => {
    const net = dcganDiscriminator(key(1), { input: [2, 2, 1], channels: [1], kernelSize: 2 });
    set(net, { 'down0/kernel': 1, 'down0/bias': -6, 'output/kernel': 1, 'output/bias': 1 });
    expectClose(net.apply(ones([1, 2, 2, 1])), [1 - 0.2 * 2]);
  });
  it('moves the moments of batch normalisation by a tenth of the way', () => {
    const net = dcganDiscriminator(key(1), { input: [4, 4, 1], channels: [1, 1], kernelSize: 2, activation: 'linear' });
    set(net, { 'down0/kernel': 1 / 4, 'down1/kernel': 1 / 4 });
    tidy(() => {
      const updates = createUpdates();
      net.apply(counting(2, 4, 4, 1), { training: true, updates });
      const moved = updates.read(net.state['down1/normalization/moving_mean'] as Variable);
      expectClose(moved, [0.1 * 15.5]); // from 0 towards the mean of all pixels, 0 … 31
    });
  });
  it('normalises variances as small as such weights give', () => {
    const options = { input: [2, 2, 1], channels: [1, 1], kernelSize: 2, activation: 'linear' } as const;
    const net = dcganDiscriminator(key(1), options);
    set(net, { 'down0/kernel': 0.05, 'down1/kernel': 0.05, 'down1/normalization/gamma': 1, 'output/kernel': 1 });
    // 4 pixels of ±1 become ±0.2 and then ±0.01, of variance 1e-4.
    const x = tensor([1, 1, 1, 1, -1, -1, -1, -1], [2, 2, 2, 1]);
    expectClose(net.apply(x, { training: true }), [[1], [-1]], { relative: 0.05 });
  });
});

describe('refuses', () => {
  const image = [8, 8, 1] as const;
  const encoder = { input: image, channels: [4], output: 2 };
  const decoder = { input: 2, channels: [4], output: image };
  it.each<[string, () => Module, string]>([
    [
      'a matrix',
      () => convEncoder(key(1), { ...encoder, input: [8, 8] as never }),
      'convEncoder: input must be [height, width, channels], got [8,8]. A grey picture has 1 channel.',
    ],
    [
      'a width',
      () => dcganDiscriminator(key(1), { input: 64 as never, channels: [4] }),
      'dcganDiscriminator: input must be [height',
    ],
    [
      'zero channels of an image',
      () => convEncoder(key(1), { ...encoder, input: [8, 8, 0] }),
      'convEncoder: input must be made of positive integers, got 0.',
    ],
    [
      'zero channels',
      () => convEncoder(key(1), { ...encoder, channels: [4, 0] }),
      'convEncoder: channels must be made of positive integers, got 0.',
    ],
    [
      'no convolutions',
      () => dcganDiscriminator(key(1), { input: image, channels: [] }),
      'channels must hold one width for each convolution, such as [32, 64], got [].',
    ],
    [
      'a number of channels',
      () => convDecoder(key(1), { ...decoder, channels: 4 as never }),
      'convDecoder: channels must hold',
    ],
    [
      'a hidden width',
      () => convEncoder(key(1), { ...encoder, hidden: [1.5] }),
      'convEncoder: hidden must be made of positive integers, got 1.5.',
    ],
    ['an output width', () => convEncoder(key(1), { ...encoder, output: 0 }), 'convEncoder: output must be'],
    ['an input width', () => convDecoder(key(1), { ...decoder, input: -1 }), 'convDecoder: input must be'],
    [
      'a latent width',
      () => dcganGenerator(key(1), { latent: 0, channels: [4], output: image }),
      'dcganGenerator: latent must be',
    ],
    [
      'a kernel of one pixel',
      () => convEncoder(key(1), { ...encoder, kernelSize: 1 }),
      'convEncoder: kernelSize must be an integer ≥ 2',
    ],
    [
      'an unknown activation',
      () => convDecoder(key(1), { ...decoder, activation: 'rleu' as 'relu' }),
      'convDecoder: unknown activation rleu. Choose from elu, leakyRelu',
    ],
    [
      'an unknown last activation',
      () => dcganGenerator(key(1), { latent: 2, channels: [4], output: image, outputActivation: 'softmax' as 'tanh' }),
      'dcganGenerator: unknown activation softmax.',
    ],
    [
      'a size that is no multiple',
      () => convDecoder(key(1), { ...decoder, channels: [4, 4, 4], output: [28, 32, 1] }),
      'convDecoder: 3 convolutions double a grid to multiples of 8, got an output of 28 by 32. Pad the images to 32 by 32, or pass at most 2 channels.',
    ],
    [
      'an odd size',
      () => dcganGenerator(key(1), { latent: 2, channels: [4, 4], output: [15, 28, 1] }),
      'dcganGenerator: 2 convolutions double a grid to multiples of 4, got an output of 15 by 28. Pad the images to 16 by 28.',
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
    expect(build).toThrow(ArgumentError);
  });
});

it('wants the channels of a condition counted in', () => {
  const net = dcganDiscriminator(key(1), { input: [4, 4, 11], channels: [2] });
  expect(net.apply(zeros([3, 4, 4, 11])).shape).toEqual([3, 1]);
  expect(() => net.apply(zeros([3, 4, 4, 1]))).toThrow('expected x of shape [...batch, 4, 4, 11], got [3, 4, 4, 1].');
});
