import { broadcastShapes } from '@jensenjs/core';
import {
  abs,
  broadcastTo,
  cast,
  equal,
  greater,
  isFinite,
  less,
  logicalAnd,
  logicalNot,
  sub,
  tensor,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { composed, type Kernel, typeAttribute } from '../backend';

/* At the ends of the range, JavaScript's numbers, as on tfjs's other backends. */

/**
 * A function of two tensors in float64, computed here: rounded quotients and remainders jump, and the digits beyond float32 decide which way.
 * TensorFlow's remainder of −1 and ∞ is ∞, and it refuses to divide integers by zero, which gives 0 in tfjs.
 */
const inFloat64 = (name: string, f: (a: number, b: number) => number, output?: 'int32'): Kernel =>
  composed(name, ({ inputs, backend }) => {
    const { a, b } = inputs as Record<'a' | 'b', Tensor>;
    const shape = broadcastShapes(a.shape, b.shape);
    const [x, y] = [a, b].map((operand) => backend.readSync(broadcastTo(operand, shape).dataId)) as [Numbers, Numbers];
    const numbers = output === 'int32' || a.dtype === 'int32' ? new Int32Array(x.length) : new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) numbers[i] = f(x[i] as number, y[i] as number);
    return tensor(numbers, shape);
  });

type Numbers = Float32Array | Int32Array;

/** The quotient is an integer in tfjs, whatever is divided. */
const floorDiv = inFloat64('FloorDiv', (a, b) => Math.floor(a / b), 'int32');

/** With the sign of b. */
const mod = inFloat64('Mod', (a, b) => (a < 0 === b < 0 ? a % b : ((a % b) + b) % b));

/** 1 or −1 to the power of ±∞ or NaN is NaN. TensorFlow says 1. */
const pow = composed('Pow', ({ inputs, backend }, stock) => {
  const { a, b } = inputs as Record<'a' | 'b', Tensor>;
  if (b.dtype === 'int32' || (b.size === 1 && Number.isFinite(backend.readSync(b.dataId)[0]))) return stock();
  const isUndefined = logicalAnd(equal(abs(a), 1), logicalNot(isFinite(b)));
  return where(isUndefined, Number.NaN, stock());
});

/** That of NaN is 0. */
const sign = composed('Sign', ({ inputs }, stock) => {
  const { x } = inputs as { x: Tensor };
  return x.dtype === 'float32' ? sub(cast(greater(x, 0), 'float32'), cast(less(x, 0), 'float32')) : stock();
});

/** tfjs has no such kernel for TensorFlow, which has the operation. */
const bitwiseAnd = composed('BitwiseAnd', ({ inputs, backend }) => {
  const { a, b } = inputs as Record<'a' | 'b', Tensor>;
  return backend.executeSingleOutput('BitwiseAnd', [typeAttribute(backend, a.dtype)], [a, b]);
});

export const arithmetic: readonly Kernel[] = [floorDiv, mod, pow, sign, bitwiseAnd];
