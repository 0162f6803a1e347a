import { ArgumentError, createUpdates } from '@jensenjs/core';
import { directionalDerivative, expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import {
  dispose,
  dot,
  grad,
  memory,
  randomNormal,
  reshape,
  type Scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { fromFunction } from './from-function';
import { fromLayers } from './from-layers';
import { sequential } from './sequential';

const wave = (...shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1 + i * i)),
    shape,
  );

const { gru } = layers.layers;
// The default, orthogonal, needs the chained operations that only the whole of tfjs registers.
const recurrentInitializer = 'glorotUniform';

const normalized = (): layers.Sequential =>
  layers.sequential({
    layers: [
      layers.layers.dense({ units: 4, inputShape: [3], activation: 'tanh' }),
      layers.layers.batchNormalization({ momentum: 0.9 }),
      layers.layers.dense({ units: 2, name: 'head' }),
    ],
  });

describe('names', () => {
  it('come from positions, whatever was made before', () => {
    const names = () => {
      const { parameters, state } = fromLayers(normalized());
      return [Object.keys(parameters), Object.keys(state)];
    };
    expect(names()).toEqual([
      [
        'dense0/kernel',
        'dense0/bias',
        'batch_normalization0/gamma',
        'batch_normalization0/beta',
        'head/kernel',
        'head/bias',
      ],
      ['batch_normalization0/moving_mean', 'batch_normalization0/moving_variance'],
    ]);
    expect(names()).toEqual(names());
  });

  it('reach into models, wrappers and cells', () => {
    const inner = layers.sequential({ layers: [layers.layers.dense({ units: 4, inputShape: [3] })] });
    const model = layers.sequential({
      layers: [
        layers.layers.timeDistributed({ layer: inner, inputShape: [5, 3] }),
        layers.layers.bidirectional({ layer: gru({ units: 2, recurrentInitializer }), mergeMode: 'concat' }),
        layers.layers.dense({ units: 1, trainable: false }),
      ],
    });
    const net = fromLayers(model);
    expect(Object.keys(net.parameters)).toEqual([
      'time_distributed0/layer/dense0/kernel',
      'time_distributed0/layer/dense0/bias',
      'bidirectional0/forwardLayer/cell/kernel',
      'bidirectional0/forwardLayer/cell/recurrent_kernel',
      'bidirectional0/forwardLayer/cell/bias',
      'bidirectional0/backwardLayer/cell/kernel',
      'bidirectional0/backwardLayer/cell/recurrent_kernel',
      'bidirectional0/backwardLayer/cell/bias',
    ]);
    // A frozen layer is kept in checkpoints, but not trained.
    expect(Object.keys(net.state)).toEqual(['dense0/kernel', 'dense0/bias']);
    const x = wave(2, 5, 3);
    const y = expectNoLeak(() => net.apply(x, { training: true }));
    expectClose(y, model.predict(x) as Tensor);
  });

  it('cover every weight of a convolutional model of the functional kind once', () => {
    const input = layers.input({ shape: [8, 8, 1] });
    const shared = layers.layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' });
    const separable = layers.layers.separableConv2d({ filters: 1, kernelSize: 3, padding: 'same' });
    const twice = separable.apply(shared.apply(input)) as layers.SymbolicTensor;
    const model = layers.model({ inputs: input, outputs: shared.apply(twice) as layers.SymbolicTensor });
    const net = fromLayers(model);
    expect(Object.keys(net.parameters)).toEqual([
      'conv2d0/kernel',
      'conv2d0/bias',
      'separable_conv2d0/depthwise_kernel',
      'separable_conv2d0/pointwise_kernel',
      'separable_conv2d0/bias',
    ]);
    expect(net.apply(wave(2, 8, 8, 1)).shape).toEqual([2, 8, 8, 2]);
  });
});

describe('batch normalisation', () => {
  it('proposes the moments that Keras would assign, and assigns nothing', () => {
    const model = normalized();
    const net = fromLayers(model);
    const x = wave(6, 3);
    const [mean, variance] = Object.values(net.state) as [Variable, Variable];
    const expected = tidy(() => {
      const h = flatten((model.layers[0] as layers.layers.Layer).apply(x) as Tensor);
      return [0, 1, 2, 3].map((unit) => {
        const column = h.filter((_, i) => i % 4 === unit);
        const m = column.reduce((a, b) => a + b, 0) / 6;
        return [m, column.reduce((a, b) => a + (b - m) ** 2, 0) / 6] as const;
      });
    });
    tidy(() => {
      const updates = createUpdates();
      net.apply(x, { training: true, updates });
      expect(updates.entries().map(([v]) => v)).toEqual([mean, variance]);
      expectClose(
        updates.read(mean),
        expected.map(([m]) => 0.1 * m),
      );
      expectClose(
        updates.read(variance),
        expected.map(([, v]) => 0.9 + 0.1 * v),
      );
      // A second application goes on from the first, as two applications in Keras.
      net.apply(x, { training: true, updates });
      expectClose(
        updates.read(mean),
        expected.map(([m]) => 0.19 * m),
      );
    });
    expectClose(mean, [0, 0, 0, 0]);
    expectClose(variance, [1, 1, 1, 1]);
    // the model itself still assigns
    model.apply(x, { training: true });
    expectClose(
      mean,
      expected.map(([m]) => 0.1 * m),
    );
  });

  it('drops proposals when nobody collects them', () => {
    const net = fromLayers(normalized());
    const x = wave(6, 3);
    expectNoLeak(() => net.apply(x, { training: true }));
    expectClose(Object.values(net.state)[0] as never, [0, 0, 0, 0]);
  });

  it('uses moments in evaluation: those proposed in the same updates, else its own', () => {
    const model = normalized();
    const net = fromLayers(model);
    const x = wave(6, 3);
    const own = net.apply(x);
    expectClose(own, model.predict(x) as Tensor);
    tidy(() => {
      const updates = createUpdates();
      net.apply(x, { training: true, updates });
      const pending = net.apply(x, { updates });
      expect(flatten(pending)).not.toEqual(flatten(own));
      expect(updates.entries()).toHaveLength(2);
      for (const [v, value] of updates.entries()) v.assign(value);
      expectClose(pending, model.predict(x) as Tensor);
    });
  });

  it.each([{ scale: false }, { center: false }, { scale: false, center: false, axis: 1 }])(
    'trains with %j, which tfjs-layers alone cannot',
    (options) => {
      const model = layers.sequential({
        layers: [layers.layers.batchNormalization({ ...options, inputShape: [3, 2] })],
      });
      const net = fromLayers(model);
      const x = wave(6, 3, 2);
      expect(() => model.apply(x, { training: true })).toThrow();
      const y = net.apply(x, { training: true });
      const [, , width] = y.shape as [number, number, number];
      const columns = flatten(y).reduce(
        (sums, v, i) => ({ ...sums, [i % width]: (sums[i % width] ?? 0) + v }),
        {} as Record<number, number>,
      );
      if (options.axis === undefined) expectClose(Object.values(columns), [0, 0], { absolute: 1e-4 });
      expect(y.shape).toEqual([6, 3, 2]);
      expect(() => model.apply(x, { training: true })).toThrow();
    },
  );

  it('is differentiable in x and parameters while its moments are proposed, and leaks nothing', () => {
    const net = fromLayers(normalized());
    const x = wave(4, 3);
    const f = (t: Tensor) => sum(square(net.apply(reshape(t, [4, 3]), { training: true })));
    const direction = flatten(wave(3, 4));
    const along = dot(reshape(grad(f)(x), [12]), tensor(direction));
    expectClose(along, [directionalDerivative(f, x, direction, { step: 2 ** -6 })], { relative: 2e-3 });
    expectNoLeak(() => {
      const parameters = Object.values(net.parameters);
      const proposals = tidy(() => {
        const updates = createUpdates();
        const loss = () => sum<Scalar>(square(net.apply(x, { training: true, updates })));
        const { value, grads } = variableGrads(loss, parameters);
        expect(Object.keys(grads)).toHaveLength(6);
        dispose(value);
        return updates.entries().map(([, value]) => value);
      });
      return proposals;
    });
  });
});

it('keeps given names and counts around them', () => {
  const { dense } = layers.layers;
  const model = layers.sequential({
    layers: [
      dense({ units: 1, inputShape: [1] }),
      dense({ units: 1, name: 'dense0' }),
      dense({ units: 1, name: 'b_1' }),
    ],
  });
  const names = Object.keys(fromLayers(model).parameters);
  expect(names.filter((name) => name.endsWith('kernel'))).toEqual(['dense1/kernel', 'dense0/kernel', 'b_1/kernel']);
});

it('merges several batch dimensions', () => {
  const net = fromLayers(normalized());
  const x = wave(5, 4, 3);
  const y = expectNoLeak(() => net.apply(x));
  expect(y.shape).toEqual([5, 4, 2]);
  expectClose(reshape(y, [20, 2]), net.apply(reshape(x, [20, 3])));
  expect(() => net.apply(wave(5, 4))).toThrow('fromLayers: expected x of shape [...batch, 3], got [5, 4].');
});

it('proposes from within other modules', () => {
  const net = sequential(fromLayers(normalized()), fromFunction(square));
  const x = wave(6, 3);
  const proposals = expectNoLeak(() =>
    tidy(() => {
      const updates = createUpdates();
      net.apply(x, { training: true, updates });
      return updates.entries().map(([v, value]) => {
        expect(Object.values(net.state)).toContain(v);
        return value;
      });
    }),
  );
  expect(proposals.map(({ isDisposed }) => isDisposed)).toEqual([false, false]);
});

it('disposes the model with its weights', () => {
  const before = memory().numTensors;
  fromLayers(normalized()).dispose();
  expect(memory().numTensors).toBe(before);
});

it('disposes layers that the model applies twice, but not those that another model needs', () => {
  const before = memory().numTensors;
  const shared = layers.layers.dense({ units: 3 });
  const input = layers.input({ shape: [3] });
  const twice = shared.apply(shared.apply(input)) as layers.SymbolicTensor;
  const module = fromLayers(layers.model({ inputs: input, outputs: twice }));
  const elsewhere = layers.input({ shape: [3] });
  const other = layers.model({ inputs: elsewhere, outputs: shared.apply(elsewhere) as layers.SymbolicTensor });
  const both = memory().numTensors;
  module.dispose();
  expect(memory().numTensors).toBe(both);
  fromLayers(other).dispose();
  expect(memory().numTensors).toBe(before);
});

describe('refuses', () => {
  const { dropout, spatialDropout1d, gaussianNoise, gaussianDropout, alphaDropout, lstm, dense } = layers.layers;
  const around = (layer: layers.layers.Layer) => layers.sequential({ layers: [layer] });
  const inputShape = [4, 3];
  it.each([
    ['dropout0 (Dropout)', () => dropout({ rate: 0.5, inputShape })],
    ['spatial_dropout1d0 (SpatialDropout1D)', () => spatialDropout1d({ rate: 0.5, inputShape })],
    ['gaussian_noise0 (GaussianNoise)', () => gaussianNoise({ stddev: 1, inputShape })],
    ['gaussian_dropout0 (GaussianDropout)', () => gaussianDropout({ rate: 0.5, inputShape })],
    ['alpha_dropout0 (AlphaDropout)', () => alphaDropout({ rate: 0.5, inputShape })],
    ['lstm0/cell (LSTMCell)', () => lstm({ units: 2, recurrentInitializer, dropout: 0.1, inputShape })],
    ['lstm0/cell (LSTMCell)', () => lstm({ units: 2, recurrentInitializer, recurrentDropout: 0.1, inputShape })],
    ['sequential0/gaussian_noise0', () => around(gaussianNoise({ stddev: 1, inputShape }))],
    [
      'time_distributed0/layer (Dropout)',
      () => layers.layers.timeDistributed({ layer: dropout({ rate: 0.1 }), inputShape }),
    ],
    [
      'bidirectional0/layer/cell (GRUCell)',
      () =>
        layers.layers.bidirectional({
          layer: gru({ units: 2, dropout: 0.1, recurrentInitializer }),
          mergeMode: 'sum',
          inputShape,
        }),
    ],
    [
      'rnn0/cell/cells1 (LSTMCell)',
      () =>
        layers.layers.rnn({
          cell: [
            layers.layers.gruCell({ units: 2, recurrentInitializer }),
            layers.layers.lstmCell({ units: 2, recurrentInitializer, dropout: 0.3 }),
          ],
          inputShape,
        }),
    ],
  ])('%s', (name, layer) => {
    const model = around(layer());
    expect(() => fromLayers(model)).toThrow(`layer ${name}`);
    expect(() => fromLayers(model)).toThrow('draws random numbers that no key determines');
    expect(() => fromLayers(model)).toThrow('dropout({ rate })');
    expect(() => fromLayers(model)).toThrow(ArgumentError);
  });

  it('subclasses of random layers', () => {
    const model = around(dropout({ rate: 0.5, inputShape }));
    class Mine extends (model.layers[0] as never as { constructor: new (o: object) => layers.layers.Layer })
      .constructor {
      static className = 'Mine';
    }
    expect(() => fromLayers(around(new Mine({ rate: 0.5, inputShape, name: 'mine' })))).toThrow('layer mine (Mine)');
  });

  it('but takes random layers of rate zero', () => {
    expect(() => fromLayers(around(dropout({ rate: 0, inputShape })))).not.toThrow();
  });

  it('stateful layers', () => {
    const model = around(lstm({ units: 2, recurrentInitializer, stateful: true, batchInputShape: [2, 4, 3] }));
    expect(() => fromLayers(model)).toThrow('fromLayers: layer lstm0 (LSTM) is stateful');
  });

  it('models of several inputs or outputs, and models that are not built', () => {
    const input = layers.input({ shape: [3] });
    const outputs = [0, 1].map(() => dense({ units: 1 }).apply(input) as layers.SymbolicTensor);
    expect(() => fromLayers(layers.model({ inputs: input, outputs }))).toThrow('one input and one output, got 1 and 2');
    expect(() => fromLayers(layers.sequential())).toThrow('the model is not built');
  });
});

it('keeps randomness out: initial weights apart, two applications agree', () => {
  const net = fromLayers(normalized());
  const x = randomNormal([6, 3]);
  expectClose(net.apply(x, { training: true }), net.apply(x, { training: true }), { relative: 0, absolute: 0 });
});
