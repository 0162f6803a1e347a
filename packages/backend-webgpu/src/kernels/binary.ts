import { backend_util, type DataType, type TensorInfo, upcastType } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments } from '../backend';
import { compute } from './compute';
import { broadcast, walk, walkNumbers } from './steps';
import { trigonometry } from './trigonometry';

/** f(a, b) for a WGSL body, in f32 or in i32, with broadcasting. */
function apply(
  { inputs, backend }: KernelArguments,
  name: string,
  body: string,
  type: 'f32' | 'i32',
  dtype: DataType,
  names: readonly [string, string] = ['a', 'b'],
): TensorInfo {
  const [a, b] = [inputs[names[0]] as TensorInfo, inputs[names[1]] as TensorInfo];
  const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  const alike = a.shape.join() === b.shape.join();
  return compute(backend, {
    key: `${name} ${type} ${alike ? 'alike' : shape.length}`,
    inputs: { a, b },
    shape,
    dtype,
    integers: alike ? {} : walkNumbers(shape, { a: broadcast(a.shape, shape), b: broadcast(b.shape, shape) }),
    functions: `
      ${alike ? '' : `${walk('a', shape.length)}${walk('b', shape.length)}`}
      ${body.includes('arctangent') ? trigonometry : ''}
      fn f(a : ${type}, b : ${type}) -> ${type} { ${body} }
    `,
    code: alike
      ? `result[index] = T(f(${type}(a[index]), ${type}(b[index])));`
      : `result[index] = T(f(${type}(a[aAt(index)]), ${type}(b[bAt(index)])));`,
  });
}

const isFloat = ({ inputs }: KernelArguments): boolean =>
  [inputs.a, inputs.b].some((x) => x !== undefined && x.dtype !== 'int32' && x.dtype !== 'bool');

const resultType = ({ inputs }: KernelArguments): DataType =>
  upcastType((inputs.a as TensorInfo).dtype, (inputs.b as TensorInfo).dtype);

const rankOf = ({ inputs }: KernelArguments): number =>
  Math.max(...[inputs.a, inputs.b].map((x) => x?.shape.length ?? 0));

/**
 * tfjs computes with integers in f32, where those beyond 2²⁴ lose their last digits. Beyond rank 4, its programs do not compile for
 * vectors.
 */
const arithmetic = (name: string, integers: string, floats = integers): Kernel => ({
  name,
  make: (stock) => (args) => {
    const dtype = resultType(args);
    if (dtype === 'complex64' || dtype === 'string') return stock(args);
    if (!isFloat(args)) return apply(args, name, integers, 'i32', dtype);
    return rankOf(args) > 4 ? apply(args, name, floats, 'f32', dtype) : stock(args);
  },
});

/** One body for integers, one for floats. */
const ofBoth = (name: string, integers: string, floats: string, dtype?: DataType): Kernel => ({
  name,
  make: () => (args) =>
    isFloat(args)
      ? apply(args, name, floats, 'f32', dtype ?? resultType(args))
      : apply(args, name, integers, 'i32', dtype ?? resultType(args)),
});

/** tfjs makes NaN of the outcome for NaN, which is stored as any integer. */
const comparison = (name: string, outcome: string): Kernel => ({
  name,
  make: (stock) => (args) => {
    const dtypes = [args.inputs.a, args.inputs.b].map((x) => x?.dtype);
    if (dtypes.includes('string') || dtypes.includes('complex64')) return stock(args);
    const type = isFloat(args) ? 'f32' : 'i32';
    return apply(args, name, `return ${type}(${outcome});`, type, 'bool');
  },
});

const keepNaN = 'if (isnan(a)) { return a; } if (isnan(b)) { return b; }';

const integerQuotient = `
  if (b == 0) { return 0; }
  return a / b - select(0, 1, a % b != 0 && (a < 0) != (b < 0));
`;

/** A quotient that was rounded may be off by one. What is not finite becomes 0, the integer that it is for JavaScript. */
const floatQuotient = `
  if (abs(a) < abs(b)) { return select(0.0, -1.0, a != 0.0 && !isinf(b) && (a < 0.0) != (b < 0.0)); }
  let q = floor(a / b);
  if (isnan(a) || isnan(b) || b == 0.0 || isinf(q) || isnan(q)) { return 0.0; }
  let r = (a - q * b) * sign(b);
  return q + select(0.0, 1.0, r >= abs(b)) - select(0.0, 1.0, r < 0.0);
`;

const integerRemainder = `
  if (b == 0) { return 0; }
  let r = a % b;
  return r + select(0, b, r != 0 && (r < 0) != (b < 0));
`;

/** The remainder with the sign of b, as tfjs computes it on the CPU: (a % b + b) % b with the `%` and the float64 of JavaScript. */
const floatRemainder = `
  if (isnan(a) || isnan(b) || b == 0.0 || isinf(a)) { return uniforms.NAN; }
  let r = select(a % b, a, abs(a) < abs(b));
  if ((a < 0.0) == (b < 0.0)) { return r; }
  if (isinf(b)) { return uniforms.NAN; }
  return select(r + b, 0.0, abs(r) <= 1.1e-16 * abs(b));
`;

const integerPower = `
  if (b < 0) { return select(0, select(1, a, (b & 1) == 1), abs(a) == 1); }
  var base = a;
  var y = 1;
  for (var rest = b; rest > 0; rest >>= 1u) {
    if ((rest & 1) == 1) { y *= base; }
    base *= base;
  }
  return y;
`;

/** aᵇ with the special values of JavaScript: WGSL leaves them to the driver. */
const floatPower = `
  if (b == 0.0) { return 1.0; }
  if (isnan(a)) { return a; }
  if (isnan(b)) { return b; }
  if (a < 0.0 && !isinf(a) && floor(b) < b) { return uniforms.NAN; }
  if (isinf(b)) {
    if (abs(a) == 1.0) { return uniforms.NAN; }
    return select(0.0, uniforms.INFINITY, (abs(a) > 1.0) == (b > 0.0));
  }
  var magnitude = 0.0;
  if (a == 0.0 || isinf(a)) { magnitude = select(0.0, uniforms.INFINITY, (a == 0.0) == (b < 0.0)); }
  else { magnitude = pow(abs(a), b); }
  return select(magnitude, -magnitude, a < 0.0 && abs(b) % 2.0 == 1.0);
`;

/** tfjs multiplies infinity by 0 where the sides are divisible by 4. */
const prelu: Kernel = {
  name: 'Prelu',
  make: () => (args) => apply(args, 'Prelu', 'return select(a, a * b, a < 0.0);', 'f32', 'float32', ['x', 'alpha']),
};

/** tfjs takes infinity for a negative number. */
const eluGrad: Kernel = {
  name: 'EluGrad',
  make: () => (args) =>
    apply(args, 'EluGrad', 'return select(a * (b + 1.0), a, b >= 0.0);', 'f32', 'float32', ['dy', 'y']),
};

/** The angle of the point (b, a), from −π to π. */
const angle = `
  ${keepNaN}
  let small = min(abs(a), abs(b));
  let large = max(abs(a), abs(b));
  var y = select(arctangent(small / large), 0.5 * halfPi, small == large);
  if (large == 0.0) { y = 0.0; }
  if (abs(a) > abs(b)) { y = halfPi - y; }
  if (bitcast<i32>(b) < 0) { y = 2.0 * halfPi - y; }
  return select(y, -y, bitcast<i32>(a) < 0);
`;

/** WGSL allows an error of 4096 units in the last place. */
const atan2: Kernel = {
  name: 'Atan2',
  make: () => (args) => apply(args, 'Atan2', angle, 'f32', resultType(args)),
};

export const binaryKernels: readonly Kernel[] = [
  arithmetic('Add', 'return a + b;'),
  arithmetic('Sub', 'return a - b;'),
  arithmetic('Multiply', 'return a * b;'),
  arithmetic('RealDiv', 'return a / b;'),
  arithmetic('Maximum', 'return max(a, b);', `${keepNaN} return max(a, b);`),
  arithmetic('Minimum', 'return min(a, b);', `${keepNaN} return min(a, b);`),
  arithmetic('SquaredDifference', 'return (a - b) * (a - b);'),
  arithmetic('LogicalAnd', 'return i32(a != 0 && b != 0);'),
  arithmetic('LogicalOr', 'return i32(a != 0 || b != 0);'),
  arithmetic('BitwiseAnd', 'return a & b;'),
  ofBoth('FloorDiv', integerQuotient, floatQuotient, 'int32'),
  ofBoth('Mod', integerRemainder, floatRemainder),
  comparison('Equal', 'a == b'),
  // `a != b` is false for NaN on some devices.
  comparison('NotEqual', '!(a == b)'),
  comparison('Greater', 'a > b'),
  comparison('GreaterEqual', 'a >= b'),
  comparison('Less', 'a < b'),
  comparison('LessEqual', 'a <= b'),
  ofBoth('Pow', integerPower, floatPower),
  prelu,
  eluGrad,
  atan2,
];
