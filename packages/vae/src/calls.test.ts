import {
  createUpdates,
  type Distribution,
  type Key,
  key,
  type Module,
  type ModuleContext,
  type Updates,
} from '@jensenjs/core';
import { independent, normal, standardNormal } from '@jensenjs/distributions';
import { fromFunction } from '@jensenjs/networks';
import { add, mul, ones, scalar, tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { edit } from './edit';
import { interpolate } from './interpolate';
import { traverse } from './traverse';
import { decode, encode, reconstruct, sample } from './use';
import { vae } from './vae';

const [x, z, change] = [ones([4, 2]), tensor([0.5, -1]), { z: () => ones([4, 2]) }];

interface Call {
  readonly training: boolean | undefined;
  /** Of a draw there is a key alone. */
  readonly key: string | undefined;
}

/** A model of vectors [2] that notes every call of its prior, networks, heads and draws. */
function noted() {
  const calls: Call[] = [];
  const note = ({ training, key: k }: ModuleContext): void => void calls.push({ training, key: k?.words().join() });
  const drawing = <D extends Distribution>(distribution: D): D => ({
    ...distribution,
    sample: (k: Key, shape?: readonly number[]) => {
      note({ training: false, key: k });
      return distribution.sample(k, shape);
    },
  });
  const network = fromFunction((h, context) => {
    note(context);
    return mul(h, 2);
  });
  const head = (h: Parameters<Module['apply']>[0], context: ModuleContext) => {
    note(context);
    return drawing(independent(normal(h, 0.1), 1));
  };
  const model = vae({
    prior: (context) => {
      note(context);
      return drawing(standardNormal([2]));
    },
    encoder: network,
    posterior: head,
    decoder: network,
    likelihood: head,
  });
  return { model, calls };
}

it.each<[string, number, (model: ReturnType<typeof noted>['model']) => unknown]>([
  ['sample', 4, (model) => sample(key(1), model, 4)], // the prior, its draw; the decoder and its head
  ['encode', 2, (model) => encode(key(1), model, x)],
  ['decode', 2, (model) => decode(key(1), model, x)],
  ['reconstruct', 5, (model) => reconstruct(key(1), model, x)],
  ['edit', 4, (model) => edit(key(1), model, x, change)],
  ['traverse', 2, (model) => traverse(key(1), model, z, { dimensions: [0], values: [1] })],
  ['interpolate', 3, (model) => interpolate(key(1), model, z, z, { steps: 3 })], // the prior, for its shape
])('%s runs every part in evaluation mode, with a key of its own', (_, count, run) => {
  const { model, calls } = noted();
  run(model);
  expect(calls).toHaveLength(count);
  expect(calls.map(({ training }) => training)).toEqual(calls.map(() => false));
  expect(new Set(calls.map((call) => call.key)).size).toBe(count);
});

describe('the state of a model', () => {
  /** Proposes to add one to a variable of its own whenever it is called. */
  const counter = (): { readonly state: { readonly calls: Variable }; readonly count: (updates?: Updates) => void } => {
    const calls = tidy(() => variable(scalar(0), false));
    return { state: { calls }, count: (updates) => updates?.write(calls, add(updates.read(calls), 1)) };
  };

  it('is that of networks, heads and prior, by their names, and goes through the updates of the call', () => {
    const [encoder, posterior, decoder, likelihood, prior] = [counter(), counter(), counter(), counter(), counter()];
    const network = ({ state, count }: ReturnType<typeof counter>): Module => ({
      apply: (h, { updates } = {}) => {
        count(updates);
        return mul(h, 2);
      },
      parameters: {},
      state,
      dispose: () => state.calls.dispose(),
    });
    const head = ({ state, count }: ReturnType<typeof counter>) => ({
      apply: (h: Parameters<Module['apply']>[0], { updates }: ModuleContext) => {
        count(updates);
        return independent(normal(h, 0.1), 1);
      },
      parameters: {},
      state,
      dispose: () => state.calls.dispose(),
    });
    const model = vae({
      prior: {
        apply: ({ updates }) => {
          prior.count(updates);
          return standardNormal([2]);
        },
        parameters: {},
        state: prior.state,
        dispose: () => prior.state.calls.dispose(),
      },
      encoder: network(encoder),
      posterior: head(posterior),
      decoder: network(decoder),
      likelihood: head(likelihood),
    });
    expect(model.state).toEqual({
      'encoder/calls': encoder.state.calls,
      'posterior/calls': posterior.state.calls,
      'decoder/calls': decoder.state.calls,
      'likelihood/calls': likelihood.state.calls,
      'prior/calls': prior.state.calls,
    });
    tidy(() => {
      const updates = createUpdates();
      const context = { key: key(1), training: true, updates };
      if (typeof model.prior !== 'function') throw new Error('the prior is a function');
      model.prior(context);
      model.posterior(x, context);
      model.likelihood(x, context);
      expect(new Set(updates.entries().map(([calls]) => calls))).toEqual(new Set(Object.values(model.state)));
    });
    model.dispose();
    expect(Object.values(model.state).every((calls) => calls.isDisposed)).toBe(true);
  });
});
