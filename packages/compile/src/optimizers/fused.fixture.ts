import type { Optimizer } from '@jensenjs/core';
import { adam, adamw, momentum, rmsprop, sgd } from '@jensenjs/train';
import { scalar, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { createArena } from './arena';
import { type FusedOptimizer, type FusedTensors, fuseOptimizer } from './fuse-optimizer';

const learningRate = 0.01;
const rules: Record<string, (around: { clipNorm?: number; ema?: number }) => Optimizer> = {
  sgd: (around) => sgd({ learningRate, ...around }),
  'sgd with decay': (around) => sgd({ learningRate, weightDecay: 0.1, ...around }),
  momentum: (around) => momentum({ learningRate, ...around }),
  'momentum 0': (around) => momentum({ learningRate, momentum: 0, ...around }),
  'momentum with decay': (around) => momentum({ learningRate, weightDecay: 0.1, ...around }),
  nesterov: (around) => momentum({ learningRate, momentum: 0.8, nesterov: true, ...around }),
  'nesterov with decay': (around) => momentum({ learningRate, nesterov: true, weightDecay: 0.2, ...around }),
  rmsprop: (around) => rmsprop({ learningRate, ...around }),
  'rmsprop with decay': (around) => rmsprop({ learningRate, decay: 0.9, weightDecay: 0.1, ...around }),
  'rmsprop with momentum': (around) => rmsprop({ learningRate, epsilon: 1e-3, momentum: 0.9, ...around }),
  'rmsprop with momentum and decay': (around) => rmsprop({ learningRate, momentum: 0.5, weightDecay: 0.1, ...around }),
  'centred rmsprop': (around) => rmsprop({ learningRate, epsilon: 1e-2, centered: true, ...around }),
  'centred rmsprop with decay': (around) =>
    rmsprop({ learningRate, epsilon: 1e-2, centered: true, weightDecay: 0.1, ...around }),
  'centred rmsprop with momentum': (around) =>
    rmsprop({ learningRate, epsilon: 1e-2, centered: true, momentum: 0.9, ...around }),
  'centred rmsprop with momentum and decay': (around) =>
    rmsprop({ learningRate, epsilon: 1e-2, centered: true, momentum: 0.9, weightDecay: 0.1, ...around }),
  adam: (around) => adam({ learningRate, ...around }),
  'adam with other constants': (around) => adam({ learningRate, beta1: 0, beta2: 0.9, epsilon: 1e-3, ...around }),
  adamw: (around) => adamw({ learningRate, ...around }),
  'adamw with more decay': (around) => adamw({ learningRate, beta1: 0.5, weightDecay: 0.3, ...around }),
};
const surroundings = {
  '': {},
  ', clipped': { clipNorm: 2 },
  ', averaged': { ema: 0.95 },
  ', clipped and averaged': { clipNorm: 2, ema: 0.5 },
};

/** Every rule with every choice of its options, alone and with what may be around it, by name. */
export const optimizers: readonly (readonly [string, Optimizer])[] = Object.entries(rules).flatMap(([name, make]) =>
  Object.entries(surroundings).map(([suffix, around]) => [name + suffix, make(around)] as const),
);

/** Arrays for an optimiser in one arena, beginning with these parameters, and the optimiser fused. */
export function fuse(
  optimizer: Optimizer,
  parameters: readonly Float32Array[],
): { tensors: FusedTensors[]; fused: FusedOptimizer } {
  const begun = parameters.map((parameter) =>
    tidy(() => {
      const slots = optimizer.init(tensor1d(parameter));
      return Object.entries(slots).map(([name, slot]) => [name, slot.dataSync() as Float32Array] as const);
    }),
  );
  const { memory, arrays } = createArena(
    parameters.flatMap(({ length }, i) => [length, length, ...(begun[i] ?? []).map(() => length)]),
  );
  const left = arrays.values();
  const next = (values: Float32Array | undefined, length: number): Float32Array => {
    const array = left.next().value ?? new Float32Array(length);
    if (values) array.set(values);
    return array;
  };
  const tensors = parameters.map((parameter, i) => ({
    parameter: next(parameter, parameter.length),
    gradient: next(undefined, parameter.length),
    slots: Object.fromEntries((begun[i] ?? []).map(([name, values]) => [name, next(values, values.length)])),
  }));
  const fused = fuseOptimizer(optimizer.spec, memory, tensors);
  if (!fused) throw new Error(`${optimizer.spec.kind} is not fused`);
  return { tensors, fused };
}

type State = Omit<FusedTensors, 'gradient'>;

/** What the optimiser makes of the tensors by tfjs operations; these stay as they are. */
export function expected(
  optimizer: Optimizer,
  tensors: readonly FusedTensors[],
  rate: number,
  count: number,
): readonly State[] {
  return tidy(() => {
    const next = optimizer.update({
      gradients: tensors.map(({ gradient }) => tensor1d(gradient.slice())),
      parameters: tensors.map(({ parameter }) => tensor1d(parameter.slice())),
      slots: tensors.map(({ slots }) => mapValues(slots, (slot) => tensor1d(slot.slice()))),
      rate: scalar(rate),
      count: scalar(count, 'int32'),
    });
    const values = (tensor: Tensor): Float32Array => tensor.dataSync() as Float32Array;
    return next.parameters.map((parameter, i) => ({
      parameter: values(parameter),
      slots: mapValues(next.slots[i] ?? {}, values),
    }));
  });
}

/** The largest difference after one update of the tensors, from what tfjs operations make of them. */
export function deviation(
  optimizer: Optimizer,
  tensors: readonly FusedTensors[],
  fused: FusedOptimizer,
  rate: number,
  count: number,
): number {
  const before = copies(tensors);
  const wanted = expected(optimizer, tensors, rate, count);
  fused.update(rate, count);
  const arrays = (states: readonly State[]): Float32Array[] =>
    states.flatMap(({ parameter, slots }) => [
      parameter,
      ...Object.keys(slots)
        .sort()
        .map((name) => slots[name] ?? parameter),
    ]);
  const [got, next, last] = [arrays(tensors), arrays(wanted), arrays(before)];
  if (got.length !== next.length) return Infinity;
  return Math.max(...got.map((array, i) => difference(array, next[i] ?? array, last[i] ?? array)));
}

export function copies(tensors: readonly FusedTensors[]): readonly State[] {
  return tensors.map(({ parameter, slots }) => ({
    parameter: parameter.slice(),
    slots: mapValues(slots, (slot) => slot.slice()),
  }));
}

/**
 * The largest difference of two arrays in a place, as a part of the number there or, where the change from `before` is larger,
 * of this change; not counting what is below the smallest normal number. Infinite where only one is NaN, or they are infinite
 * in different ways.
 */
export function difference(got: Float32Array, wanted: Float32Array, before: Float32Array): number {
  return wanted.reduce((worst, value, i) => {
    const [a, b] = [got[i] as number, before[i] as number];
    if (Object.is(a, value) || Math.abs(a - value) < 2 ** -126) return worst;
    if (!Number.isFinite(a) || !Number.isFinite(value)) return Infinity;
    return Math.max(worst, Math.abs(a - value) / Math.max(Math.abs(value), Math.abs(value - b)));
  }, 0);
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
