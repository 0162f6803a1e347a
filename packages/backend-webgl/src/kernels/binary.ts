import { backend_util, type TensorInfo, upcastType } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, Program } from '../backend';
import { circular } from './circular';
import { whole32 } from './whole';

interface Options {
  /** GLSL that the body calls. */
  readonly library?: string;
  /** Names of the inputs a and b. */
  readonly names?: readonly [string, string];
  /** What comes of NaN; NaN when left out. */
  readonly ofNaN?: string;
  /** Data type of the result; that of the inputs when left out. */
  readonly dtype?: 'float32' | 'int32';
}

/** f(a, b) for a GLSL body of `float f(float a, float b)` that never sees NaN. */
function binary(
  name: string,
  body: string,
  { library = '', names = ['a', 'b'], ofNaN = 'NAN', dtype }: Options = {},
): Kernel {
  const program = (shapes: readonly number[][], isWhole: boolean): Program => ({
    variableNames: ['A', 'B'],
    packedInputs: true,
    packedOutput: true,
    outputShape: backend_util.assertAndGetBroadcastShape(shapes[0] ?? [], shapes[1] ?? []),
    userCode: `
      const float infinity = uintBitsToFloat(0x7f800000u);
      ${library}
      float g(float a, float b) {
        if (isnan(a) || isnan(b)) return ${ofNaN};
        ${body}
      }
      ${isWhole ? whole32 : '#define whole(x) x'}
      float f(float a, float b) {
        return whole(g(a, b));
      }
      void main() {
        vec4 a = getAAtOutCoords();
        vec4 b = getBAtOutCoords();
        setOutput(vec4(f(a.r, b.r), f(a.g, b.g), f(a.b, b.b), f(a.a, b.a)));
      }
    `,
  });
  const compute = ({ inputs, backend }: KernelArguments): TensorInfo => {
    const [a, b] = names.map((input) => inputs[input]) as [TensorInfo, TensorInfo];
    const type = dtype ?? upcastType(a.dtype, b.dtype);
    return backend.runWebGLProgram(program([a.shape, b.shape], type === 'int32'), [a, b], type);
  };
  return { name, make: () => compute };
}

// By taking off b · 2ⁿ, which is exact, as often as there are digits in the quotient.
const remainder = `
  float remainder(float a, float b) {
    float part = b;
    while (part <= 0.5 * a) part *= 2.0;
    for (; part >= b; part *= 0.5) if (a >= part) a -= part;
    return a;
  }
`;

const power = `
  if (b == 0.0) return 1.0;
  float size = abs(a);
  bool isOdd = mod(b, 2.0) == 1.0;
  if (isinf(b)) return size == 1.0 ? NAN : (size > 1.0) == (b > 0.0) ? infinity : 0.0;
  if (a < 0.0 && !isinf(a) && floor(b) < b) return NAN;
  float y = size == 0.0 || isinf(size) ? ((size == 0.0) == (b > 0.0) ? 0.0 : infinity) : pow(size, b);
  if (b > 0.0 && floor(b) == b && floor(a) == a && y < 16777216.0) y = floor(y + 0.5);
  return a < 0.0 && isOdd ? -y : y;
`;

// GLSL divides to a few units in the last place: a quotient that is whole, or almost, may come out on the other side.
const floorDivision = `
  float y = floor(a / b);
  if (isinf(a) || isinf(b)) return y;
  if ((y + 1.0) * b == a) return y + 1.0;
  float rest = a - y * b;
  return rest != 0.0 && (rest < 0.0) != (b < 0.0) ? y - 1.0 : y;
`;

// A rest that float64 would lose beside b counts as none.
const modulo = `
  if (b == 0.0 || isinf(a)) return NAN;
  bool alike = (a < 0.0) == (b < 0.0);
  if (isinf(b)) return alike ? a : NAN;
  float size = abs(b);
  float rest = sign(a) * remainder(abs(a), size);
  if (alike) return rest;
  return abs(rest) < size * exp2(-54.0) ? 0.0 : rest + b;
`;

const arctan2 = `
  float y = abs(a);
  float x = abs(b);
  float angle = y == x ? (y == 0.0 ? 0.0 : 0.5 * halfPi) : y < x ? arctan(y / x) : halfPi - arctan(x / y);
  if (floatBitsToInt(b) < 0) angle = 2.0 * halfPi - angle;
  return floatBitsToInt(a) < 0 ? -angle : angle;
`;

export const binaryKernels: readonly Kernel[] = [
  binary('RealDiv', 'return a != b ? a / b : a == 0.0 || isinf(a) ? NAN : 1.0;'),
  binary('FloorDiv', floorDivision, { dtype: 'int32' }),
  binary('Mod', modulo, { library: remainder }),
  binary('Pow', power, { ofNaN: 'b == 0.0 ? 1.0 : NAN' }),
  binary('Atan2', arctan2, { library: circular }),
  binary('Prelu', 'return a < 0.0 ? a * b : a;', { names: ['x', 'alpha'], dtype: 'float32' }),
  binary('EluGrad', 'return b < 0.0 ? a * (b + 1.0) : a;', { names: ['dy', 'y'] }),
];
