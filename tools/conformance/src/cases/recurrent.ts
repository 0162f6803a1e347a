import { registerGradients } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Case } from '../case';

// Importing layers brought tfjs' own gradients back; this corrects them again.
registerGradients();

type Recurrent = ReturnType<typeof layers.lstm> | ReturnType<typeof layers.gru>;
type Create = (options: {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly recurrentInitializer: 'zeros';
}) => Recurrent;

const SHAPE = [2, 5, 3];
const UNITS = 4;

/**
 * A layer of so many gates as a function of x [batch, steps, features] and of its weights, so that the gradient of all of them is taken.
 * The layer is made when it is first run, on the backend that runs it.
 */
const cases = (name: string, gates: number, create: Create): Case[] =>
  [false, true].map((all) => {
    const width = gates * UNITS;
    let layer: Recurrent | undefined;
    const open = (): Recurrent => {
      // The usual initialiser calls methods that tensors have only in the whole of tfjs.
      const made = create({ units: UNITS, returnSequences: all, goBackwards: all, recurrentInitializer: 'zeros' });
      tf.tidy(() => {
        made.apply(tf.zeros(SHAPE));
      });
      return made;
    };
    return {
      name: `${name} layer${all ? ', all steps, backwards' : ''}`,
      inputs: [SHAPE, [3, width], [UNITS, width], [width]].map((shape) => ({ shape })),
      run: (x, ...given) => {
        layer ??= open();
        for (const [i, weight] of layer.weights.entries()) weight.read = () => given[i] as tf.Tensor;
        return layer.apply(x) as tf.Tensor;
      },
      second: !all,
    };
  });

export const recurrentCases: readonly Case[] = [
  {
    name: 'basicLSTMCell',
    inputs: [[1], [5, 12], [12], [2, 2], [2, 3], [2, 3]].map((shape) => ({ shape })),
    run: (forgetBias, kernel, bias, data, c, h) =>
      tf.basicLSTMCell(
        forgetBias as unknown as tf.Scalar,
        kernel as tf.Tensor2D,
        bias as tf.Tensor1D,
        data as tf.Tensor2D,
        c as tf.Tensor2D,
        h as tf.Tensor2D,
      ),
    second: true,
  },
  {
    name: 'two LSTM cells, one on the other',
    inputs: [[5, 12], [12], [6, 12], [12], [2, 2], [2, 3], [2, 3], [2, 3], [2, 3]].map((shape) => ({ shape })),
    run: (kernel, bias, kernel2, bias2, data, c, c2, h, h2) => {
      const cell = (k: tf.Tensor, b: tf.Tensor) => (x: tf.Tensor2D, state: tf.Tensor2D, hidden: tf.Tensor2D) =>
        tf.basicLSTMCell(tf.scalar(1), k as tf.Tensor2D, b as tf.Tensor1D, x, state, hidden);
      const cells = [cell(kernel, bias), cell(kernel2, bias2)];
      const states = [c, c2] as tf.Tensor2D[];
      return tf.multiRNNCell(cells, data as tf.Tensor2D, states, [h, h2] as tf.Tensor2D[]).flat();
    },
  },
  ...cases('LSTM', 4, (options) => layers.lstm(options)),
  ...cases('GRU', 3, (options) => layers.gru(options)),
];
