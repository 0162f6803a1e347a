import type { Optimizer, Slots } from '@jensenjs/core';
import { fixture } from '@jensenjs/testing/node';
import { memory, scalar, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../schedules';
import { adam } from './adam';
import { adamw } from './adamw';
import type { OptimizerOptions } from './create-optimizer';
import { momentum } from './momentum';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

type Values = Record<'a' | 'b', number[] | number[][]>;
interface Reference {
  readonly initial: Values;
  readonly gradients: readonly Values[];
  readonly records: readonly {
    readonly kind: keyof typeof factories;
    readonly options: Partial<OptimizerOptions>;
    readonly learningRate: number;
    readonly schedule: 'cosine' | null;
    readonly trajectory: readonly Values[];
    readonly average?: readonly Values[];
  }[];
}

const factories = { sgd, momentum, rmsprop, adam, adamw };
const reference = fixture<Reference>('optimizers/pytorch.json');
const flat = (values: Values): number[] => [values.a, values.b].flat(2);

/** Feeds a sequence of gradients to an optimiser. */
function follow(
  optimizer: Optimizer,
  initial: Values,
  gradients: readonly Values[],
): { path: number[][]; slots: Slots[] } {
  let parameters: Tensor[] = [tensor(initial.a), tensor(initial.b)];
  let slots = parameters.map((parameter) => optimizer.init(parameter));
  const path = gradients.map((gradient, i) => {
    const next = optimizer.update({
      gradients: [tensor(gradient.a), tensor(gradient.b)],
      parameters,
      slots,
      rate: scalar(optimizer.learningRate(i)),
      count: scalar(i + 1, 'int32'),
    });
    ({ parameters, slots } = next);
    return parameters.flatMap((parameter) => [...parameter.dataSync()]);
  });
  return { path, slots };
}

describe('against PyTorch in float64', () => {
  for (const { kind, options, learningRate, schedule, trajectory, average } of reference.records) {
    it(`${kind} ${JSON.stringify(options)} ${schedule ?? 'constant'}`, () => {
      const rate: Schedule = (count) => (learningRate * (1 + Math.cos(Math.PI * Math.min(1, count / 20)))) / 2;
      const optimizer = factories[kind]({ ...options, learningRate: schedule ? rate : learningRate });
      const { path, slots } = follow(optimizer, reference.initial, reference.gradients);
      for (const [t, values] of trajectory.entries())
        for (const [i, expected] of flat(values).entries())
          expect(Math.abs((path[t]?.[i] as number) - expected)).toBeLessThan(3e-6 * Math.max(1, Math.abs(expected)));
      if (!average) return;
      const got = slots.flatMap((named) => [...(named.average as Tensor).dataSync()]);
      for (const [i, expected] of flat(average.at(-1) as Values).entries()) expect(got[i]).toBeCloseTo(expected, 5);
    });
  }
});

it('takes first steps of the size of the rate, however small the gradient', () => {
  // With one gradient g, m̂/√v̂ = ±1: here float32 would lose digits of 1 − β₂ if it were computed as written.
  const values: Values = { a: [0, 0, 0], b: [[0, 0]] };
  const gradient: Values = { a: [1e-3, -1e-3, 50], b: [[1, -2]] };
  const { path } = follow(adam({ learningRate: 1, epsilon: 1e-30 }), values, [gradient]);
  const expected = [-1, 1, -1, -1, 1];
  expected.forEach((value, i) => expect(Math.abs((path[0]?.[i] as number) - value)).toBeLessThan(5e-7));
});

it('lets a gradient below the bound through untouched, and zero gradients too', () => {
  const values: Values = { a: [1, 2], b: [[3]] };
  const small: Values = { a: [0.3, 0], b: [[0.4]] };
  const zero: Values = { a: [0, 0], b: [[0]] };
  const clipped = follow(sgd({ learningRate: 1, clipNorm: 0.6 }), values, [small, zero]).path;
  const free = follow(sgd({ learningRate: 1 }), values, [small, zero]).path;
  expect(clipped).toEqual(free);
});

it('adds weight decay to the gradient as it was clipped', () => {
  // A gradient of norm 4 is halved, and then 0.25 θ is added: (−2, 0) + (1, 2).
  const values: Values = { a: [4], b: [[8]] };
  const { path } = follow(sgd({ learningRate: 1, clipNorm: 2, weightDecay: 0.25 }), values, [{ a: [-4], b: [[0]] }]);
  expect(path).toEqual([[5, 6]]);
});

it('follows RMSprop with a velocity by hand', () => {
  // v = 4, 3; g / (√v + ε) = 4 / 2.5, 0; u = 1.6, 0.8; the rate is 2.
  const values: Values = { a: [10], b: [[0]] };
  const gradients: Values[] = [
    { a: [4], b: [[0]] },
    { a: [0], b: [[0]] },
  ];
  const optimizer = rmsprop({ learningRate: 2, decay: 0.75, epsilon: 0.5, momentum: 0.5 });
  const { path, slots } = follow(optimizer, values, gradients);
  expect(path[0]?.[0]).toBeCloseTo(10 - 2 * 1.6, 6);
  expect(path[1]?.[0]).toBeCloseTo(10 - 2 * 1.6 - 2 * 0.8, 6);
  expect(path[1]?.[1]).toBe(0);
  expect(slots[0]?.v?.dataSync()).toEqual(Float32Array.of(3));
  expect(slots[0]?.velocity?.dataSync()[0]).toBeCloseTo(0.8, 6);
});

it('keeps the root of centred RMSprop real where rounding would make it imaginary', () => {
  const values: Values = { a: [0], b: [[0]] };
  const constant: Values[] = Array.from({ length: 400 }, () => ({ a: [0.3], b: [[1.3]] }));
  const { path } = follow(rmsprop({ learningRate: 1e-3, decay: 0.5, centered: true }), values, constant);
  expect(path.flat().every(Number.isFinite)).toBe(true);
});

it.each([
  ['plain', {}, ['v']],
  ['centred', { centered: true }, ['v', 'mean']],
  ['with momentum', { momentum: 0.9 }, ['v', 'velocity']],
  ['both', { centered: true, momentum: 0.9 }, ['v', 'mean', 'velocity']],
])('gives RMSprop, %s, the slots that it needs', (_, options, names) => {
  expect(Object.keys(rmsprop({ learningRate: 1, ...options }).init(tensor([1])))).toEqual(names);
});

it('returns only the new tensors', () => {
  const parameter = tensor([1, 2]);
  const gradient = tensor([0.5, 0.5]);
  const [rate, count] = [scalar(0.1), scalar(1, 'int32')];
  for (const factory of Object.values(factories)) {
    const optimizer = factory({ learningRate: 0.1, clipNorm: 1, ema: 0.9 });
    const before = memory().numTensors;
    const slots = optimizer.init(parameter);
    const each = Object.keys(slots).length;
    expect(memory().numTensors).toBe(before + each);
    optimizer.update({ gradients: [gradient], parameters: [parameter], slots: [slots], rate, count });
    expect(memory().numTensors).toBe(before + 2 * each + 1);
  }
});

it('describes itself for engines and checkpoints', () => {
  expect(adam({ learningRate: 1e-3, clipNorm: 5, ema: 0.99 }).spec).toEqual({
    kind: 'adam',
    hyperparameters: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    clipNorm: 5,
    ema: 0.99,
  });
  expect(momentum({ learningRate: 1, nesterov: true }).spec).toEqual({
    kind: 'momentum',
    hyperparameters: { momentum: 0.9, nesterov: 1, weightDecay: 0 },
  });
  expect(rmsprop({ learningRate: 1, centered: true, weightDecay: 0.1 }).spec).toEqual({
    kind: 'rmsprop',
    hyperparameters: { decay: 0.99, epsilon: 1e-8, momentum: 0, centered: 1, weightDecay: 0.1 },
  });
});

describe('refuses', () => {
  const refused: [string, () => unknown, RegExp][] = [
    ['a negative rate', () => adam({ learningRate: -1 }), /adam: learningRate is -1/],
    ['a rate that is not a number', () => sgd({ learningRate: Number.NaN }), /learningRate is NaN/],
    [
      'a rate of another type',
      () => sgd({ learningRate: '0.1' as unknown as number }),
      /must be a number or a schedule/,
    ],
    ['beta1 = 1', () => adam({ learningRate: 1, beta1: 1 }), /beta1 is 1, and must be a number in \[0, 1\)/],
    ['beta2 < 0', () => adamw({ learningRate: 1, beta2: -0.1 }), /beta2 is -0.1/],
    ['epsilon = 0', () => adam({ learningRate: 1, epsilon: 0 }), /epsilon is 0, and must be a finite number above 0/],
    ['decay = 1', () => rmsprop({ learningRate: 1, decay: 1 }), /decay is 1, and must be a number in \[0, 1\)/],
    ['epsilon < 0', () => rmsprop({ learningRate: 1, epsilon: -1 }), /epsilon is -1/],
    ['a momentum that is not a number', () => rmsprop({ learningRate: 1, momentum: Number.NaN }), /momentum is NaN/],
    ['negative weight decay', () => sgd({ learningRate: 1, weightDecay: -1 }), /weightDecay is -1/],
    ['momentum = 1', () => momentum({ learningRate: 1, momentum: 1 }), /momentum is 1/],
    ['infinite weight decay', () => adamw({ learningRate: 1, weightDecay: Infinity }), /weightDecay is Infinity/],
    ['clipNorm = 0', () => sgd({ learningRate: 1, clipNorm: 0 }), /clipNorm is 0/],
    ['ema = 1', () => sgd({ learningRate: 1, ema: 1 }), /ema is 1/],
    [
      'a schedule that gives no rate',
      () => sgd({ learningRate: () => Number.NaN }).learningRate(7),
      /learningRate\(7\) is NaN/,
    ],
  ];
  it.each(refused)('%s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ name: 'ArgumentError' }) as Error);
  });
});
