import { type BatchSource, foldIn, type Objective, type Optimizer, permutation, randomNormal } from '@jensenjs/core';
import {
  add,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { adam } from './optimizers/adam';

/** Rows x = (a, b) with y = 1.5 a − b + 0.5, in a new order in each epoch; the last batch may be smaller. */
export function planeBatches({ examples = 40, size = 8 } = {}): BatchSource {
  const rows = Array.from({ length: examples }, (_, i) => [((i * 7) % 11) / 5 - 1, ((i * 5) % 13) / 6 - 1] as const);
  return {
    spec: { x: { shape: [2], dtype: 'float32' }, y: { shape: [], dtype: 'float32' } },
    batchSize: size,
    batchesPerEpoch: Math.ceil(examples / size),
    examplesPerEpoch: examples,
    batch: (from, epoch, index) => {
      const order = permutation(foldIn(from, epoch), examples).slice(index * size, (index + 1) * size);
      const chosen = [...order].map((i) => rows[i] as readonly [number, number]);
      return {
        x: { shape: [chosen.length, 2], dtype: 'float32', data: Float32Array.from(chosen.flat()) },
        y: { shape: [chosen.length], dtype: 'float32', data: Float32Array.from(chosen, ([a, b]) => 1.5 * a - b + 0.5) },
      };
    },
  };
}

/** Least squares with noisy inputs, a running mean of the inputs as state, and a scalar and a vector metric. */
export function plane(options: { optimizer?: Optimizer; name?: string } = {}) {
  const { optimizer = adam({ learningRate: 0.05 }), name = 'plane' } = options;
  const make = (values: number[], trainable: boolean): Variable => tidy(() => variable(tensor(values), trainable));
  const kernel = make([0.1, 0.2], true);
  const bias = make([0], true);
  const running = make([0, 0], false);
  const variables = { kernel, bias, running };
  const objective: Objective = {
    name,
    parameters: { kernel, bias },
    state: { running },
    optimizer,
    loss: ({ key, batch }) => {
      const noisy = add(batch.x, mul(randomNormal(key, batch.x.shape), 0.1)); // [batch, 2]
      const error = square(sub(add(sum(mul(noisy, kernel), 1), bias), batch.y as Tensor)); // [batch]
      return {
        loss: mean<Scalar>(error),
        metrics: { error, bias: reshape(bias, []) },
        updates: [[running, add(mul(running, 0.9), mul(mean(batch.x, 0), 0.1))]],
      };
    },
  };
  return {
    objective,
    variables,
    values: () => Object.values(variables).flatMap((value) => [...value.dataSync()]),
    dispose: () => {
      for (const value of Object.values(variables)) value.dispose();
    },
  };
}
