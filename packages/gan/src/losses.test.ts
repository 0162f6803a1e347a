import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { grad, sum, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type AdversarialLoss, hinge, minimax, nonSaturating } from './index';

// Through probabilities, in float64: D = σ(f), and 1 − D = σ(−f) without cancellation.
const D = (f: number): number => 1 / (1 + Math.exp(-f));
const not = (f: number): number => 1 / (1 + Math.exp(f));

const rows: readonly {
  readonly loss: AdversarialLoss;
  readonly discriminator: (real: number, fake: number) => number;
  readonly generator: (fake: number) => number;
  readonly output: (f: number) => number;
}[] = [
  {
    loss: minimax(),
    discriminator: (real, fake) => -Math.log(D(real)) - Math.log(not(fake)),
    generator: (fake) => Math.log(not(fake)),
    output: D,
  },
  {
    loss: nonSaturating(),
    discriminator: (real, fake) => -Math.log(D(real)) - Math.log(not(fake)),
    generator: (fake) => -Math.log(D(fake)),
    output: D,
  },
  {
    loss: hinge(),
    discriminator: (real, fake) => (real < 1 ? 1 - real : 0) + (fake > -1 ? 1 + fake : 0),
    generator: (fake) => -fake,
    output: (f) => f,
  },
];

const gradientOf = (f: (x: Tensor) => Tensor, at: readonly number[]): Tensor =>
  tidy(() => grad((x) => sum(f(x)))(tensor1d([...at])));

describe.each(rows)('$loss.name', ({ loss, ...closed }) => {
  const real = [-30, -8, -2, -1, -0.3, 0, 0.5, 1, 1.5, 3, 12, 30];
  const fake = [2, -30, 0, -1.5, 12, -0.7, 30, -1, 0.4, -6, 1, 5];

  it('has the values of its formulas, one for each example', () => {
    const [x, y] = [tensor1d(real), tensor1d(fake)];
    const onBoth = expectNoLeak(() => tidy(() => loss.discriminator(x, y)));
    expectClose(onBoth, tensor1d(real.map((r, i) => closed.discriminator(r, fake[i] as number))), { absolute: 1e-7 });
    // relative accuracy where the loss itself is tiny, as for D(G(z)) near 0 or 1
    const tiny = { relative: 2e-6, absolute: 1e-12 };
    const onFake = expectNoLeak(() => tidy(() => loss.generator(y)));
    expectClose(onFake, tensor1d(fake.map(closed.generator)), loss.name === 'hinge' ? {} : tiny);
    expectClose(
      expectNoLeak(() => tidy(() => loss.output(y))),
      fake.map(closed.output),
    );
  });

  it('is finite for extreme logits, and so are its gradients', () => {
    const extreme = [-1e30, -1e4, -200, 200, 1e4, 1e30];
    const x = tensor1d(extreme);
    for (const value of [
      loss.discriminator(x, x),
      loss.generator(x),
      gradientOf(loss.generator, extreme),
      gradientOf((f) => loss.discriminator(f, x), extreme),
      gradientOf((f) => loss.discriminator(x, f), extreme),
    ])
      expect([...value.dataSync()].every(Number.isFinite)).toBe(true);
    // what a wholly wrong discriminator pays is the distance of its logit
    const wrong = loss.discriminator(tensor1d([-1e4]), tensor1d([1e4])).dataSync()[0];
    expectClose(wrong as number, 2e4, { relative: 2e-4 });
  });
});

describe('the gradient that the generator gets through the logit, where D(G(z)) = ε', () => {
  const epsilons = [1e-8, 1e-7, 1e-6, 1e-4, 1e-2, 0.1, 0.5, 0.9, 0.99, 1 - 1e-3];
  const logits = epsilons.map((e) => Math.log(e) - Math.log1p(-e));
  // the logit itself is rounded to 1 part in 2²⁴, which moves ε by up to 18 times as much
  const rounded = { relative: 3e-6, absolute: 0 };

  it('is −ε for minimax: nothing to learn from where D is sure', () => {
    expectClose(
      gradientOf(minimax().generator, logits),
      epsilons.map((e) => -e),
      rounded,
    );
  });
  it('is −(1 − ε) for the non-saturating loss: most where D is sure', () => {
    expectClose(
      gradientOf(nonSaturating().generator, logits),
      epsilons.map((e) => -(1 - e)),
      rounded,
    );
  });
  it('is −1 for hinge, whose discriminator stops at the margins', () => {
    const f = [-3, -1.01, -0.99, 0, 0.99, 1.01, 3];
    const others = tensor1d(f.map(() => 0.2));
    expectClose(
      gradientOf(hinge().generator, f),
      f.map(() => -1),
    );
    expectClose(
      gradientOf((real) => hinge().discriminator(real, others), f),
      [-1, -1, -1, -1, -1, 0, 0],
    );
    expectClose(
      gradientOf((fake) => hinge().discriminator(others, fake), f),
      [0, 0, 1, 1, 1, 1, 1],
    );
  });
});
