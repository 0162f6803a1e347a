import {
  add,
  cast,
  customGrad,
  grad,
  grads,
  greater,
  log,
  mul,
  reciprocal,
  scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { expect, it } from 'vitest';
import { stopGradient } from './stop-gradient';

it.each(['float32', 'int32', 'bool'] as const)('is the identity for %s', (dtype) => {
  const x = tensor([[1, 0, 1]], [1, 3], dtype);
  const y = expectNoLeak(() => stopGradient(x));
  expect(y.dtype).toBe(dtype);
  expectClose(y, x);
  // A new handle: disposing of it leaves x alive.
  y.dispose();
  expectClose(x, [1, 0, 1]);
});

it('has derivative zero', () => {
  // d/dx x·stop(x²) = x²
  const f = (x: Tensor) => tidy(() => mul(x, stopGradient(square(x))));
  const x = scalar(3);
  expectClose(
    expectNoLeak(() => grad(f)(x)),
    9,
  );
});

it('has second derivative zero', () => {
  // f = x² stop(x²): f″ = 2 stop(x²); through the stop it would be 12 x².
  const f = (x: Tensor) => mul(square(x), stopGradient(square(x)));
  expectClose(grad((x) => sum(grad(f)(x)))(scalar(3)), 18);
});

it('stops variables and leaves others', () => {
  const a = variable(scalar(2));
  const b = variable(scalar(5));
  const { grads: named } = variableGrads(() => sum(mul(b, stopGradient(mul(a, b)))), [a, b]);
  expect(Object.keys(named)).toHaveLength(1);
  expectClose(named[b.name] as Tensor, 10);
});

it('keeps infinite derivatives upstream from making NaN', () => {
  expectClose(grad((x) => add(x, stopGradient(reciprocal(log(x)))))(scalar(1)), 1);
});

it('lets comparisons be used under a gradient', () => {
  const positive = (x: Tensor) => mul(x, cast(stopGradient(greater(x, 0)), 'float32'));
  expectClose(grad(positive)(tensor([-2, 3])), [0, 1]);
});

it('works inside the forward and backward parts of a custom gradient', () => {
  // value x·y; dx = stop(dy·y)·1, dy = dy·x
  const product = customGrad((x, y) => ({
    value: mul(stopGradient(x as Tensor), y as Tensor),
    gradFunc: (dy: Tensor) => [stopGradient(mul(dy, y as Tensor)), mul(dy, x as Tensor)],
  }));
  const [dx, dy] = grads((x, y) => product(x, y))([scalar(2), scalar(7)]) as [Tensor, Tensor];
  expectClose(dx, 7);
  expectClose(dy, 2);
  // The gradient by x is stopped at y: d²/dy dx = 0 instead of 1, so d/dy (dx + y) = 1.
  const mixed = grad((y) => add(grad((x) => product(x, y))(scalar(2)), y));
  expectClose(mixed(scalar(7)), 1);
});
