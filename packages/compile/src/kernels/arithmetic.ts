import { sameShape } from '@jensenjs/core';
import { uniformOf } from '../graph/constants';
import type { Value } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { binary, demand, ONNX_TYPE, operator } from './elementwise';
import { inputAt } from './read';
import type { Composite, Rows } from './row';

/** A product; that of bools is their conjunction. */
const multiply = binary(
  'Multiply',
  (emit, a, b, { outputs: [y] }) => emit.node(y?.dtype === 'bool' ? 'And' : 'Mul', [a, b]),
  { of: ['float32', 'int32', 'bool'] },
);

const addN: Composite = {
  expand(build, inputs) {
    const [first, ...rest] = inputs.map((_, i) => inputAt('AddN', inputs, i));
    return rest.reduce((sum, x) => build.op('Add', [sum, x]), inputAt('AddN', [first]));
  },
};

const squaredDifference: Composite = {
  inputs: ['a', 'b'],
  expand(build, inputs) {
    const [a, b] = [inputAt('SquaredDifference', inputs), inputAt('SquaredDifference', inputs, 1)];
    const difference = build.op('Sub', [a, b]);
    return build.op('Multiply', [difference, difference]);
  },
};

const cast = (emit: Emitter, x: string, to: keyof typeof ONNX_TYPE): string =>
  emit.node('Cast', [x], { to: ONNX_TYPE[to] });

/**
 * ⌊a/b⌋ as int32, of float32 or int32. The quotient is one of 64-bit floats, as in tfjs: rounded to 32 bits it could
 * reach the next integer. 0 where it is beyond int32; in tfjs, only where it is not finite.
 */
function floorDiv(emit: Emitter, a: string, b: string): string {
  const quotient = emit.node('Div', [cast(emit, a, 'float64'), cast(emit, b, 'float64')]);
  const bound = cast(emit, emit.scalar(2 ** 31), 'float64');
  const isHeld = emit.node('Less', [emit.node('Abs', [quotient]), bound]);
  const held = emit.node('Where', [isHeld, quotient, cast(emit, emit.scalar(0), 'float64')]);
  return cast(emit, emit.node('Floor', [held]), 'int32');
}

/**
 * a − b⌊a/b⌋, of the sign of b. For b = 0 it is NaN, or 0 of integers; for b = ±∞ NaN where the signs of a and b differ.
 */
const mod = binary('Mod', (emit, a, b, { outputs: [y] }) =>
  y?.dtype === 'int32' ? modOfIntegers(emit, a, b) : modOfFloats(emit, a, b),
);

/** Integers modulo zero, or the least one modulo −1, stop the process: hence another divisor and more bits. */
function modOfIntegers(emit: Emitter, a: string, b: string): string {
  const isZero = emit.node('Equal', [b, emit.scalar(0, 'int32')]);
  const divisor = emit.node('Where', [isZero, emit.scalar(1, 'int32'), b]);
  return cast(emit, emit.node('Mod', [cast(emit, a, 'int64'), cast(emit, divisor, 'int64')]), 'int32');
}

/** In 64 bits, like tfjs: a sum that rounds to b would be b instead of slightly less, or 0. */
function modOfFloats(emit: Emitter, first: string, second: string): string {
  const [a, b] = [cast(emit, first, 'float64'), cast(emit, second, 'float64')];
  const zero = emit.scalar(0);
  const differ = emit.node('Xor', [emit.node('Less', [first, zero]), emit.node('Less', [second, zero])]);
  const remainder = emit.node('Mod', [a, b], { fmod: 1 });
  const positive = emit.node('Mod', [emit.node('Add', [remainder, b]), b], { fmod: 1 });
  return cast(emit, emit.node('Where', [differ, positive, remainder]), 'float32');
}

/** aᵇ; 1 or −1 to the power of ±∞ or NaN is NaN in tfjs, and 1 by the operator of ONNX. */
const pow = binary('Pow', (emit, a, b, { inputs, outputs: [y] }) => {
  const exponent = inputAt('Pow', inputs, 1);
  if (y && sameShape(inputAt('Pow', inputs).shape, y.shape)) {
    const product = powerByProducts(emit, a, uniformOf(exponent), y);
    if (product !== undefined) return product;
  }
  const power = emit.node('Pow', [a, b]);
  if (y?.dtype === 'int32' || isFiniteConstant(exponent)) return power;
  const isOne = emit.node('Equal', [emit.node('Abs', [a]), emit.scalar(1)]);
  const isFinite = emit.node('Less', [emit.node('Abs', [b]), emit.scalar(Number.POSITIVE_INFINITY)]);
  const isUndefined = emit.node('And', [isOne, emit.node('Not', [isFinite])]);
  return emit.node('Where', [isUndefined, emit.scalar(Number.NaN), power]);
});

const isFiniteConstant = ({ origin }: Value): boolean =>
  origin.kind === 'constant' && origin.data.every((number) => Number.isFinite(number));

/** Powers of floats by 1½, 2 and 3, of which the operator computes the first number by number. */
function powerByProducts(emit: Emitter, x: string, exponent: number | undefined, { dtype }: Value): string | undefined {
  if (exponent === 2) return emit.node('Mul', [x, x]);
  if (exponent === 3) return emit.node('Mul', [emit.node('Mul', [x, x]), x]);
  return exponent === 1.5 && dtype === 'float32' ? emit.node('Mul', [x, emit.node('Sqrt', [x])]) : undefined;
}

/**
 * The angle of the point (x, y) = (b, a) in (−π, π]: arctan(y/x) and, left of the y-axis, half a turn more or less.
 * Both 0 it is 0; both infinite, that of a diagonal.
 */
const atan2: Composite = {
  inputs: ['a', 'b'],
  expand(build, inputs) {
    const [y, x] = [inputAt('Atan2', inputs), inputAt('Atan2', inputs, 1)];
    demand('Atan2', y, ['float32']);
    const zero = build.scalar(0);
    const is = (value: Value, size: number): Value => build.op('Equal', [build.op('Abs', [value]), build.scalar(size)]);
    const both = (size: number): Value => build.op('LogicalAnd', [is(y, size), is(x, size)]);
    const signs = both(Number.POSITIVE_INFINITY);
    const [rise, run] = [y, x].map((value) => build.op('Select', [signs, build.op('Sign', [value]), value])) as [
      Value,
      Value,
    ];
    const slope = build.op('RealDiv', [rise, build.op('Select', [both(0), build.scalar(1), run])]);
    const halfTurn = build.op('Select', [build.op('Less', [y, zero]), build.scalar(-Math.PI), build.scalar(Math.PI)]);
    const turn = build.op('Select', [build.op('Less', [x, zero]), halfTurn, zero]);
    return build.op('Add', [build.op('Atan', [slope]), turn]);
  },
};

/** Functions of two numbers. Maximum and Minimum of NaN and a number are NaN. */
export const arithmeticRows: Rows = {
  Add: binary('Add', operator('Add')),
  AddN: addN,
  Sub: binary('Sub', operator('Sub')),
  Multiply: multiply,
  RealDiv: binary('RealDiv', operator('Div'), { of: ['float32'] }),
  SquaredDifference: squaredDifference,
  Maximum: binary('Maximum', operator('Max')),
  Minimum: binary('Minimum', operator('Min')),
  FloorDiv: binary('FloorDiv', floorDiv, { to: 'int32' }),
  Mod: mod,
  Pow: pow,
  Atan2: atan2,
  BitwiseAnd: binary('BitwiseAnd', operator('BitwiseAnd'), { of: ['int32'] }),
};
