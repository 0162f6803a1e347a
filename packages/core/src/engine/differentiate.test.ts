import {
  add,
  memory,
  mul,
  type Scalar,
  scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Objective, ObjectiveResult } from '../contracts/objective';
import { type Derivatives, differentiate } from './differentiate';

const read = (value: Tensor | undefined): number[] => [...(value as Tensor).dataSync()];
const objective = (parameters: Objective['parameters']): Objective => ({
  name: 'game',
  parameters,
  state: {},
  optimizer: {
    spec: { kind: 'none', hyperparameters: {} },
    learningRate: () => 0,
    init: () => ({}),
    update: ({ parameters: same, slots }) => ({ parameters: [...same], slots: [...slots] }),
  },
  loss: () => ({ loss: scalar(0) }),
});

/** In a scope that frees what the loss leaves behind. */
function scoped(parameters: Objective['parameters'], compute: () => ObjectiveResult): Derivatives {
  const found: Derivatives[] = [];
  tidy(() => void found.push(differentiate(objective(parameters), compute)));
  return found[0] as Derivatives;
}

describe('differentiate', () => {
  const [a, b] = [variable(scalar(3)), variable(tensor([2, 5]))];

  it('gives loss, gradients, metrics and updates, all freed by one call', () => {
    const before = memory().numTensors;
    const derivatives = scoped({ a, b }, () => {
      const loss: Scalar = mul(square(a), sum(b)); // ∂a 2a Σb, ∂b a²
      return { loss, metrics: { twice: mul(loss, 2) }, updates: [[a, add(a, 1)]] };
    });
    expect(read(derivatives.loss)).toEqual([63]);
    expect(derivatives.gradients.map(read)).toEqual([[42], [9, 9]]);
    expect(read(derivatives.metrics.twice)).toEqual([126]);
    expect(derivatives.updates.map(([variable, value]) => [variable, ...read(value)])).toEqual([[a, 4]]);
    derivatives.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('differentiates each of several terms by its own parameters, and adds where they share', () => {
    const { loss, gradients } = differentiate(objective({ a, b }), () => ({
      loss: [
        { loss: mul(a, sum(b)), parameters: [a] }, // ∂a 7
        { loss: mul(square(a), sum(b)), parameters: [b, a] }, // ∂a 42, ∂b 9
      ],
    }));
    expect(read(loss)).toEqual([21 + 63]);
    expect(gradients.map(read)).toEqual([[49], [9, 9]]);
  });

  it('shows the forward pass before the backward pass is run', () => {
    const seen: number[] = [];
    differentiate(
      objective({ a }),
      () => ({ loss: square(a), metrics: { a } }),
      (loss, { metrics = {} }) => seen.push(...read(loss), ...read(metrics.a)),
    );
    expect(seen).toEqual([9, 3]);
  });

  it('needs no parameters', () => {
    const { loss, gradients } = differentiate(objective({}), () => ({ loss: square(a) }));
    expect([read(loss), gradients]).toEqual([[9], []]);
  });

  it('refuses a loss that does not reach a parameter, and leaves no tensor', () => {
    const before = memory().numTensors;
    const run = (): unknown => scoped({ a, b }, () => ({ loss: square(a), metrics: { a } }));
    expect(run).toThrow(/^objective game: the loss does not depend on b/);
    expect(memory().numTensors).toBe(before);
  });
});
