import {
  grad,
  grads,
  logSigmoid,
  mul,
  softplus,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak, finiteDifference } from '@jensenjs/testing';
import { fixture } from '@jensenjs/testing/node';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from './errors';
import { log1mExp, logMeanExp, logSumExp, xlog1py, xlogy } from './special';

const reference = fixture<{
  records: { id: string; values: number[]; logsumexp: number; logmeanexp: number; softmax?: number[] }[];
  scalar_functions: {
    x: number;
    softplus: number;
    sigmoid: number;
    log_sigmoid: number;
    log1mexp?: number;
  }[];
}>('models/log_sum_exp.json');

const gradient = (f: (x: Tensor) => Tensor, x: TensorLike): Tensor => grad((t) => sum(f(t)))(tensor(x));

it.each(reference.records)('logSumExp and logMeanExp of $id', ({ values, logsumexp, logmeanexp }) => {
  expectClose(logSumExp(values), logsumexp, { relative: 5e-7 });
  // The mean cancels to the rounding of the largest term.
  expectClose(logMeanExp(values), logmeanexp, { relative: 5e-7, absolute: 2e-7 });
});

it.each(reference.records.filter(({ softmax }) => softmax))('gradient of $id', ({ values, softmax }) => {
  // Rounding the terms to float32 moves a share by up to 2⁻²³ of the largest of them.
  const relative = 2e-6 + 1.2e-7 * Math.max(...values.map((v) => (Math.abs(v) < 1e4 ? Math.abs(v) : 0)));
  expectClose(
    gradient((t) => logSumExp(t), values),
    softmax ?? [],
    { relative, absolute: 1e-30 },
  );
});

describe('logSumExp', () => {
  const infinity = Number.POSITIVE_INFINITY;
  it('has harmless gradients at the limits', () => {
    expectClose(
      gradient((t) => logSumExp(t), [-infinity, -infinity]),
      [0, 0],
    );
    expectClose(
      gradient((t) => logSumExp(t), [-infinity, 3]),
      [0, 1],
    );
    expectClose(
      gradient((t) => logSumExp(t), [infinity, 0]),
      [1, 0],
    );
    expectClose(
      gradient((t) => logSumExp(t), [infinity, infinity]),
      [0.5, 0.5],
    );
    expectClose(logSumExp([infinity, -infinity]), infinity);
    expectClose(logSumExp([Number.NaN, 0]), Number.NaN);
  });

  const x = tensor([0.3, -1, 2, 0.5, 1, -0.2], [1, 2, 3]);
  it.each([
    [undefined, [1, 1, 1], []],
    [0, [1, 2, 3], [2, 3]],
    [-1, [1, 2, 1], [1, 2]],
    [[0, 2], [1, 2, 1], [2]],
    [[], [1, 2, 3], [1, 2, 3]],
  ])('along %j', (axis, kept, reduced) => {
    expect(expectNoLeak(() => logSumExp(x, axis, true)).shape).toEqual(kept);
    expect(expectNoLeak(() => logMeanExp(x, axis)).shape).toEqual(reduced);
    expectClose(
      gradient((t) => logSumExp(t, axis), x.arraySync()),
      finiteDifference((t) => logSumExp(t, axis), x),
      { absolute: 2e-5 },
    );
  });

  it('has second derivatives', () => {
    // Σ w·softmax(x), whose derivative is that of a gradient.
    const weights = tensor([1, -2, 0.5], [3]);
    const f = (t: Tensor): Tensor => sum(mul(weights, grad((u) => logSumExp(u))(t)));
    const at = tensor([0.3, -1, 2]);
    expectClose(grad(f)(at), finiteDifference(f, at), { absolute: 2e-5 });
  });

  it('refuses axes that are not there', () => {
    expect(() => logSumExp(x, 3)).toThrow(ArgumentError);
    expect(() => logMeanExp(x, [0, -4])).toThrow('logMeanExp: expected axes of a tensor [1, 2, 3], got -4');
  });
});

const scalars = reference.scalar_functions;

it.each(scalars.filter(({ log1mexp }) => log1mexp !== undefined))('log1mExp($x)', ({ x, log1mexp }) => {
  expectClose(log1mExp([x]), [log1mexp as number], { relative: 3e-7, absolute: 1e-43 });
  // −1 / (e^−x − 1), which overflows to the limit 0
  expectClose(gradient(log1mExp, [x]), [-1 / Math.expm1(-x)], { relative: 3e-7, absolute: 1e-43 });
});

it('log1mExp: limits and second derivative', () => {
  expectClose(log1mExp([0, -1e30]), [Number.NEGATIVE_INFINITY, 0]);
  expectClose(gradient(log1mExp, [0]), [Number.NEGATIVE_INFINITY]);
  const slope = (t: Tensor): Tensor => grad((u) => sum(log1mExp(u)))(t);
  const at = tensor([-0.2, -0.7, -3]);
  expectClose(grad((t) => sum(slope(t)))(at), finiteDifference(slope, at, { step: 2 ** -7 }), { relative: 1e-3 });
  expectClose(grad((t) => sum(slope(t)))(tensor([-90])), [-8.194012623990515e-40], { absolute: 1e-43 });
});

// tfjs has these two; what the packages rely on is that both tails and both gradients are accurate.
it.each(scalars.filter(({ x }) => Math.abs(x) !== 100))('softplus and logSigmoid of tfjs at $x', (row) => {
  const close = { relative: 5e-7, absolute: 1e-37 };
  expectClose(softplus([row.x]), [row.softplus], close);
  expectClose(logSigmoid([row.x]), [row.log_sigmoid], close);
  expectClose(gradient(softplus, [row.x]), [row.sigmoid], close);
  const mirrored = scalars.find(({ x }) => x === -row.x) as { sigmoid: number };
  if (mirrored) expectClose(gradient(logSigmoid, [row.x]), [mirrored.sigmoid], close);
});

describe.each([
  ['xlogy', xlogy, (x: number, y: number) => x * Math.log(y), 0],
  ['xlog1py', xlog1py, (x: number, y: number) => x * Math.log1p(y), -1],
] as const)('%s', (_, f, exact, pole) => {
  it('is the product', () => {
    expectClose(
      expectNoLeak(() => f([0.5, 2], [[3], [0.25]])),
      [exact(0.5, 3), exact(2, 3), exact(0.5, 0.25), exact(2, 0.25)],
    );
    expectClose(f(1, pole), Number.NEGATIVE_INFINITY);
  });
  it('is 0 with gradient 0 where x is 0', () => {
    const y = tensor([pole, 2, Number.POSITIVE_INFINITY]);
    const x = tensor([0, 0, 0]);
    expectClose(f(x, y), [0, 0, 0]);
    const [dx, dy] = grads((u, v) => sum(f(u, v)))([x, y]) as [Tensor, Tensor];
    expectClose(dx, [0, 0, 0]);
    expectClose(dy, [0, 0, 0]);
  });
  it('has the gradients of the product, with broadcasting', () => {
    const x = tensor([0.5, 2]);
    const y = tensor([[3], [0.25]]);
    const [dx, dy] = tidy(() => grads((u, v) => sum(f(u, v)))([x, y])) as [Tensor, Tensor];
    expectClose(
      dx,
      finiteDifference((t) => f(t, y), x),
      { absolute: 3e-5 },
    );
    expectClose(
      dy,
      finiteDifference((t) => f(x, t), y, { step: 2 ** -6 }),
      { absolute: 1e-3 },
    );
  });
});
