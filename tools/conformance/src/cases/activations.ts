import { broadcastShapes, sameShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';
import { acrossBroadcasts, pointwise, acrossRanks } from './elementwise';

const smooth = { second: true } as const;
const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const numbers = [0, 1e-8, -1e-8, 1e-3, -1e-3, 0.5, -0.5, 1, -1, 5, -5, 6, 6.5, 12, -12, -14, -15, 20, -20, 80, -80];
const all = [...numbers, nan, infinity, -infinity];
const unordered = { gradient: false } as const;
const eluGrad = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.engine().runKernel('EluGrad', { dy, y });

const activations: Case[] = [
  ...acrossRanks('ClipByValue', (x) => tf.clipByValue(x, -0.5, 1)),
  ...acrossRanks('Elu', tf.elu, [-2, 2], smooth),
  ...acrossRanks('LeakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  ...acrossRanks('Relu', tf.relu),
  ...acrossRanks('Relu6', tf.relu6, [-2, 8]),
  ...acrossRanks('Selu', tf.selu),
  ...acrossRanks('Sigmoid', tf.sigmoid, [-4, 4], smooth),
  ...acrossRanks('Softplus', tf.softplus, [-4, 4], smooth),
  ...acrossRanks('Step', tf.step),
  ...acrossRanks('Step: with a slope below', (x) => tf.step(x, 0.3)),
  ...acrossBroadcasts('Prelu', (x, alpha) => tf.prelu(x, alpha)).map(
    // tfjs cannot differentiate where x is repeated.
    (made): Case => {
      const [x, alpha] = made.inputs.map(({ shape }) => shape) as [readonly number[], readonly number[]];
      return { ...made, gradient: sameShape(broadcastShapes(x, alpha), x) };
    },
  ),
  ...([[5], [2, 3], [2, 1, 3]] as const).map(
    (shape): Case => ({
      name: `EluGrad: [${shape.join(', ')}]`,
      inputs: [{ shape }, { shape, from: (_, uniform) => 3 * uniform - 1 }],
      run: (dy, y) => eluGrad(dy, y),
    }),
  ),
];

const precise: Case[] = [
  pointwise('ClipByValue', (x) => tf.clipByValue(x, -0.5, 1), all),
  pointwise('ClipByValue: from below', (x) => tf.clipByValue(x, 0.25, infinity), all),
  pointwise('Elu', tf.elu, all),
  pointwise('LeakyRelu', (x) => tf.leakyRelu(x), all),
  pointwise('Relu', tf.relu, all, unordered),
  pointwise('Relu6', tf.relu6, all, unordered),
  pointwise('Selu', tf.selu, all),
  pointwise('Sigmoid', tf.sigmoid, all),
  pointwise('Softplus', tf.softplus, all),
  pointwise('Step', tf.step, all),
  pointwise('Step: with a slope below', (x) => tf.step(x, -1), all),
];

const integers = { shape: [9], dtype: 'int32', from: (i: number) => i - 3 } as const;
const ofIntegers: Case[] = [
  { name: 'Relu: int32', inputs: [integers], run: (x) => tf.relu(x) },
  { name: 'Relu6: int32', inputs: [integers], run: (x) => tf.relu6(x) },
  { name: 'Step: int32', inputs: [integers], run: (x) => tf.step(x) },
  { name: 'ClipByValue: int32', inputs: [integers], run: (x) => tf.clipByValue(x, -1, 2.5) },
  {
    name: 'ClipByValue: int32 from above',
    inputs: [integers],
    run: (x) => tf.clipByValue(x, -infinity, 2),
  },
];

export const activationCases: readonly Case[] = [...activations, ...precise, ...ofIntegers];
