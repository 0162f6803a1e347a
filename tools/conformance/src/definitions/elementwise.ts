import { broadcast, broadcastShape, fill, type Grid } from './grid';
import type { Definition } from './definition';

const { abs, acos, acosh, asin, asinh, atan, atan2, atanh, ceil, cos, cosh, exp, expm1, floor, log, log1p } = Math;
const { max, min, pow, sin, sinh, sqrt, tan, tanh } = Math;

/** Half-way cases go to the even neighbour. */
function roundToEven(x: number): number {
  const below = floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

const unary: Record<string, (x: number, attributes: Readonly<Record<string, unknown>>) => number> = {
  Abs: abs,
  Acos: acos,
  Acosh: acosh,
  Asin: asin,
  Asinh: asinh,
  Atan: atan,
  Atanh: atanh,
  Ceil: ceil,
  ClipByValue: (x, { clipValueMin, clipValueMax }) => max(min(x, clipValueMax as number), clipValueMin as number),
  Cos: cos,
  Cosh: cosh,
  Elu: (x) => (x >= 0 ? x : expm1(x)),
  Exp: exp,
  Expm1: expm1,
  Floor: floor,
  IsFinite: (x) => Number(Number.isFinite(x)),
  IsInf: (x) => Number(abs(x) === Infinity),
  IsNan: (x) => Number(Number.isNaN(x)),
  LeakyRelu: (x, { alpha }) => (x < 0 ? x * (alpha as number) : x),
  Log: log,
  Log1p: log1p,
  LogicalNot: (x) => Number(!x),
  Neg: (x) => -x,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => max(0, x),
  Relu6: (x) => min(max(0, x), 6),
  Round: roundToEven,
  Rsqrt: (x) => 1 / sqrt(x),
  Selu: (x) => SELU.scale * (x >= 0 ? x : SELU.alpha * expm1(x)),
  Sigmoid: (x) => 1 / (1 + exp(-x)),
  // 0 for NaN, as everywhere in TensorFlow.
  Sign: (x) => Number(x > 0) - Number(x < 0),
  Sin: sin,
  Sinh: sinh,
  Softplus: (x) => max(x, 0) + log1p(exp(-abs(x))),
  Sqrt: sqrt,
  Square: (x) => x * x,
  Step: (x, { alpha }) => (Number.isNaN(x) ? x : x > 0 ? 1 : (alpha as number)),
  Tan: tan,
  Tanh: tanh,
};

const binary: Record<string, (x: number, y: number) => number> = {
  Add: (x, y) => x + y,
  Atan2: atan2,
  BitwiseAnd: (x, y) => x & y,
  Equal: (x, y) => Number(x === y),
  FloorDiv: (x, y) => floor(x / y),
  Greater: (x, y) => Number(x > y),
  GreaterEqual: (x, y) => Number(x >= y),
  Less: (x, y) => Number(x < y),
  LessEqual: (x, y) => Number(x <= y),
  LogicalAnd: (x, y) => Number(x !== 0 && y !== 0),
  LogicalOr: (x, y) => Number(x !== 0 || y !== 0),
  Maximum: max,
  Minimum: min,
  Mod: (x, y) => (x < 0 === y < 0 ? x % y : ((x % y) + y) % y),
  Multiply: (x, y) => x * y,
  NotEqual: (x, y) => Number(x !== y),
  Pow: pow,
  RealDiv: (x, y) => x / y,
  SquaredDifference: (x, y) => (x - y) ** 2,
  Sub: (x, y) => x - y,
};

const mapped =
  (f: (x: number, attributes: Readonly<Record<string, unknown>>) => number): Definition =>
  ({ x }, attributes) =>
    fill((x as Grid).shape, (index) => f((x as Grid).at(index), attributes));

const combined =
  (f: (x: number, y: number) => number): Definition =>
  ({ a, b }) => {
    const [x, y] = [a as Grid, b as Grid];
    const shape = broadcastShape(x.shape, y.shape);
    const [left, right] = [broadcast(x, shape), broadcast(y, shape)];
    return fill(shape, (index) => f(left.at(index), right.at(index)));
  };

export const elementwise: Readonly<Record<string, Definition>> = {
  ...Object.fromEntries(Object.entries(unary).map(([kernel, f]) => [kernel, mapped(f)])),
  ...Object.fromEntries(Object.entries(binary).map(([kernel, f]) => [kernel, combined(f)])),
};
