import { scalar, square, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Objective } from '../contracts/objective';
import { ArgumentError } from '../errors';
import { checkObjectives } from './check-objectives';

const w = variable(scalar(1));
const good: Objective = {
  name: 'game',
  parameters: { w },
  state: {},
  optimizer: {
    spec: { kind: 'none', hyperparameters: {} },
    learningRate: () => 0,
    init: () => ({}),
    update: ({ parameters, slots }) => ({ parameters: [...parameters], slots: [...slots] }),
  },
  loss: () => ({ loss: square(w) }),
};
const disposed = variable(scalar(1));
disposed.dispose();
const counter = variable(scalar(1, 'int32'));

describe('checkObjectives', () => {
  it('takes objectives that share variables, train none, or hold integers as state', () => {
    const others = [
      { ...good, name: 'second', state: { counter } },
      { ...good, name: 'third', parameters: {}, state: { w } },
    ];
    expect(() => checkObjectives('engine', [good, ...others])).not.toThrow();
  });

  it.each<[string, Objective[], RegExp]>([
    ['no objectives', [], /^engine: objectives is empty/],
    ['a name with a slash', [{ ...good, name: 'a/b' }], /named 'a\/b'/],
    ['an empty name', [{ ...good, name: '' }], /named ''/],
    ['two of one name', [good, good], /two objectives are named game/],
    ['every = 0', [{ ...good, every: 0 }], /every of objective game is 0/],
    ['repeat = 1.5', [{ ...good, repeat: 1.5 }], /repeat of objective game is 1.5/],
    ['nothing to train', [{ ...good, parameters: {} }], /neither parameters nor state/],
    ['a disposed variable', [{ ...good, parameters: { disposed } }], /disposed of objective game was disposed/],
    ['integers as parameters', [{ ...good, parameters: { counter } }], /parameter counter of objective game is int32/],
    ['a variable twice', [{ ...good, state: { w2: w } }], /holds one variable twice, as w and as w2/],
  ])('refuses %s', (_, objectives, message) => {
    const check = (): void => checkObjectives('engine', objectives);
    expect(check).toThrow(message);
    expect(check).toThrow(ArgumentError);
  });
});
