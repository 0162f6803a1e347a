import type { Emitter } from '../onnx/emitter';
import { ONNX_TYPE, unary } from './elementwise';
import { inputAt } from './read';
import type { Composite, Rows } from './row';

/**
 * ln(1 + x), also where 1 + x rounds: with u = 1 + x as rounded, ln(1 + x) = ln u + ln(1 + (x − (u − 1))/u), and the
 * correction x − (u − 1) matters only between −½ and 1, where its division by u does not. Beyond, it is computed of the
 * nearer bound and is 0, which keeps it from meeting ∞.
 */
function log1p(emit: Emitter, x: string): string {
  const one = emit.scalar(1);
  const near = emit.node('Clip', [x, emit.scalar(-0.5), one]);
  return emit.node('Add', [emit.node('Log', [emit.node('Add', [x, one])]), roundingOfOnePlus(emit, near)]);
}

/** x − ((1 + x) − 1): what adding 1 loses of x. */
export function roundingOfOnePlus(emit: Emitter, x: string): string {
  const one = emit.scalar(1);
  return emit.node('Sub', [x, emit.node('Sub', [emit.node('Add', [x, one]), one])]);
}

/** eˣ − 1 = (eˣ + 1) tanh(x/2), which does not cancel near 0. */
export function expm1(emit: Emitter, x: string): string {
  const sum = emit.node('Add', [emit.node('Exp', [x]), emit.scalar(1)]);
  return emit.node('Mul', [sum, emit.node('Tanh', [emit.node('Mul', [x, emit.scalar(0.5)])])]);
}

const square: Composite = {
  inputs: ['x'],
  expand(build, inputs) {
    const x = inputAt('Square', inputs);
    return build.op('Multiply', [x, x]);
  },
};

const rsqrt: Composite = {
  inputs: ['x'],
  expand: (build, inputs) => build.op('Reciprocal', [build.op('Sqrt', [inputAt('Rsqrt', inputs)])]),
};

/** −1, 0 or 1; that of NaN is 0 in tfjs, and NaN by the operator of ONNX. */
const sign = unary(
  'Sign',
  (emit, x, { outputs: [y] }) => {
    if (y?.dtype === 'int32') return emit.node('Sign', [x]);
    const [above, below] = ['Greater', 'Less'].map((op) =>
      emit.node('Cast', [emit.node(op, [x, emit.scalar(0)])], { to: ONNX_TYPE.float32 }),
    ) as [string, string];
    return emit.node('Sub', [above, below]);
  },
  { of: ['float32', 'int32'] },
);

const ints = { of: ['float32', 'int32'] } as const;
const same =
  'Acos Acosh Asin Asinh Atan Atanh Cos Cosh Sin Sinh Tan Tanh Ceil Floor Round Erf Exp Log Reciprocal Sqrt'.split(' ');

/** Functions of one number. Round takes halves to the even neighbour, in tfjs as in ONNX. */
export const unaryRows: Rows = {
  ...Object.fromEntries(same.map((kernel) => [kernel, unary(kernel)])),
  Abs: unary('Abs', undefined, ints),
  Neg: unary('Neg', undefined, ints),
  Sign: sign,
  Expm1: unary('Expm1', expm1),
  Log1p: unary('Log1p', log1p),
  Square: square,
  Rsqrt: rsqrt,
};
