import { scalar, tensor, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { HostArray } from '../contracts/engine';
import type { Objective } from '../contracts/objective';
import { DataError } from '../errors';
import { checkState, ownedSlots, ownedVariables, splitMetrics } from './training-state';

const [shared, own] = [variable(tensor([1, 2])), variable(scalar(1))];
const objective = (name: string, parameters: Objective['parameters'], state: Objective['state'] = {}): Objective => ({
  name,
  parameters,
  state,
  optimizer: {
    spec: { kind: 'none', hyperparameters: {} },
    learningRate: () => 0,
    init: () => ({}),
    update: ({ parameters: same, slots }) => ({ parameters: [...same], slots: [...slots] }),
  },
  loss: () => ({ loss: scalar(0) }),
});
const first = objective('first', { 'net/shared': shared }, { own });
const second = objective('second', { alias: shared });
const number = (value: number): HostArray => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });
const count = (value: number): HostArray => ({ shape: [], dtype: 'int32', data: Int32Array.of(value) });

describe('names in a training state', () => {
  it('are those of the first objective for a variable that several share', () => {
    expect([...ownedVariables([first, second])]).toEqual([
      ['first/parameters/net/shared', shared],
      ['first/state/own', own],
    ]);
  });
  it('are those of each objective for its slots', () => {
    const kept = [
      { objective: first, slots: [{ m: 1, v: 2 }] },
      { objective: second, slots: [{ m: 3 }] },
    ];
    expect([...ownedSlots('engine', kept)]).toEqual([
      ['first/slots/net/shared/m', 1],
      ['first/slots/net/shared/v', 2],
      ['second/slots/alias/m', 3],
    ]);
  });
  it('of two slots cannot be one', () => {
    const slashed = objective('game', { a: shared, 'a/b': own });
    const name = (): unknown => ownedSlots('engine', [{ objective: slashed, slots: [{ 'b/m': 1 }, { m: 2 }] }]);
    expect(name).toThrow(/^engine: two slots have one name in checkpoints/);
  });
});

it('sums of metrics are taken out of a state, those of unknown objectives are not', () => {
  const state = {
    'first/metrics/a/b/sum': number(6),
    'first/metrics/a/b/count': count(4),
    'first/metrics/odd/sum': number(1),
    'third/metrics/a/sum': number(1),
    'third/metrics/a/count': count(1),
    'first/count': count(2),
  };
  const { arrays, metrics } = splitMetrics(state, [first, second]);
  expect([...metrics]).toEqual([['first/a/b', { sum: 6, count: 4 }]]);
  const left = ['first/metrics/odd/sum', 'third/metrics/a/sum', 'third/metrics/a/count', 'first/count'];
  expect(Object.keys(arrays)).toEqual(left);
});

describe('checkState', () => {
  const owned = ownedVariables([first]);
  const good = {
    'first/parameters/net/shared': { shape: [2], dtype: 'float32', data: new Float32Array(2) },
    'first/state/own': number(1),
    'first/count': count(3),
  } as const;
  it('takes a state that holds all and nothing else', () => {
    expect(() => checkState(good, owned, [first])).not.toThrow();
  });
  it('refuses another with what differs', () => {
    const { 'first/state/own': _own, ...rest } = good;
    const wrong = { ...rest, 'first/count': number(3), extra: number(1) };
    const check = (): void => checkState(wrong, owned, [first]);
    expect(check).toThrow(DataError);
    expect(check).toThrow(
      /own is missing; first\/count is float32 \[\] there and int32 \[\] here; extra is not known here. Nothing/,
    );
  });
  it('shows five differences and counts the others', () => {
    const extras = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`extra${i}`, number(i)]));
    expect(() => checkState({ ...good, ...extras }, owned, [first])).toThrow(/extra4 is not known here; and 2 more/);
  });
});
