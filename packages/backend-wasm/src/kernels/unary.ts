import type { TensorInfo } from '@tensorflow/tfjs-core';
import { computed, type Kernel, type WasmBackend } from '../backend';
import { tanh } from './tanh';

type Attributes = Readonly<Record<string, number>>;
type NumberFunction = (x: number, attributes: Attributes) => number;

/*
 * Functions of one number. tfjs's kernels take the bits of integers for those of floats, and damage the heap when they get bool. So
 * whatever is not float32 is computed here, in the data type that tfjs's cpu backend gives.
 */
const functions: Readonly<Record<string, NumberFunction>> = {
  Abs: Math.abs,
  Acos: Math.acos,
  Acosh: Math.acosh,
  Asin: Math.asin,
  Asinh: Math.asinh,
  Atan: Math.atan,
  Atanh: Math.atanh,
  Ceil: Math.ceil,
  Cosh: Math.cosh,
  Elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  Exp: Math.exp,
  Expm1: Math.expm1,
  Floor: Math.floor,
  Log: Math.log,
  LogicalNot: (x) => (x === 0 ? 1 : 0),
  Neg: (x) => -x,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(x, 0),
  Round: (x) => x,
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Sinh: Math.sinh,
  Softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Sqrt: Math.sqrt,
  Square: (x) => x * x,
  Step: (x, { alpha = 0 }) => (x > 0 ? 1 : alpha),
  Tanh: Math.tanh,
};

/** Of these, tfjs's kernels are inexact: near the zeros of sine, cosine and tangent, and for the sign of small numbers. */
const exactFunctions: Readonly<Record<string, NumberFunction>> = {
  Cos: Math.cos,
  Sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  Sin: Math.sin,
  Tan: Math.tan,
};

/** Of these, tfjs's kernels are right for float32, but slow. */
const fasterFunctions: Readonly<Record<string, (backend: WasmBackend, x: TensorInfo) => TensorInfo>> = { Tanh: tanh };

/** Of these the result is of one data type, whatever x is. */
const resultTypes: Readonly<Record<string, 'float32' | 'bool'>> = { Exp: 'float32', LogicalNot: 'bool' };

const loopOver =
  (name: string, of: NumberFunction, isExact: boolean): Kernel['make'] =>
  (stock) =>
  (args) => {
    const { inputs, attrs, backend } = args;
    const { x } = inputs as { x: TensorInfo };
    if (x.dtype === (name === 'LogicalNot' ? 'bool' : 'float32') && isExact)
      return fasterFunctions[name]?.(backend, x) ?? stock(args);
    return computed(backend, x.shape, resultTypes[name] ?? x.dtype, [x], (to, from) => {
      for (let i = 0; i < to.length; i++) to[i] = of(from[i] as number, attrs as Attributes);
    });
  };

export const unary: readonly Kernel[] = [
  ...Object.entries(functions).map(([name, of]): Kernel => ({ name, make: loopOver(name, of, true) })),
  ...Object.entries(exactFunctions).map(([name, of]): Kernel => ({ name, make: loopOver(name, of, false) })),
];
