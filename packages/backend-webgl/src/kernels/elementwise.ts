import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, Program } from '../backend';
import { circular } from './circular';
import { exponentials } from './exponentials';

const { SELU_SCALE, SELU_SCALEALPHA } = backend_util;

interface Options {
  /** GLSL that the body calls. */
  readonly library?: string;
  /** Attributes of the kernel that the body names. */
  readonly uniforms?: readonly string[];
}

/** y = f(x) for a GLSL body of `float f(float x)` that never sees NaN: NaN stays NaN. */
function elementwise(name: string, body: string, { library = '', uniforms = [] }: Options = {}): Kernel {
  const program = (shape: number[]): Program => ({
    variableNames: ['A'],
    packedInputs: true,
    packedOutput: true,
    outputShape: shape,
    customUniforms: uniforms.map((uniform) => ({ name: uniform, type: 'float' as const })),
    userCode: `
      ${library}
      float f(float x) {
        if (isnan(x)) return x;
        ${body}
      }
      void main() {
        vec4 x = getAAtOutCoords();
        setOutput(vec4(f(x.r), f(x.g), f(x.b), f(x.a)));
      }
    `,
  });
  const compute = ({ inputs, attrs, backend }: KernelArguments): TensorInfo => {
    const x = inputs.x as TensorInfo;
    const whole = x.dtype === 'int32' ? Math.trunc : Number;
    const values = uniforms.map((uniform) => [whole(attrs[uniform] as number)]);
    return backend.runWebGLProgram(program(x.shape), [x], x.dtype, values);
  };
  return { name, make: () => compute };
}

const exponential = (name: string, body: string): Kernel => elementwise(name, body, { library: exponentials });
const circle = (name: string, body: string): Kernel => elementwise(name, body, { library: circular });

export const elementwiseKernels: readonly Kernel[] = [
  exponential('Expm1', 'return expm1(x);'),
  exponential('Log1p', 'return log1p(x);'),
  exponential('Log', 'return ln(x);'),
  exponential('Softplus', 'return max(x, 0.0) + log1p(exp(-abs(x)));'),
  exponential('Tanh', 'float t = expm1(-2.0 * abs(x)); return -sign(x) * t / (t + 2.0);'),
  exponential('Cosh', 'return exp(abs(x) - ln2) + exp(-abs(x) - ln2);'),
  exponential(
    'Sinh',
    'float t = expm1(abs(x)); return sign(x) * (t < 1.0 ? 0.5 * (t + t / (t + 1.0)) : exp(abs(x) - ln2) - exp(-abs(x) - ln2));',
  ),
  exponential(
    'Asinh',
    'float a = abs(x); return sign(x) * (a < 1e9 ? log1p(a + a * a / (1.0 + sqrt(a * a + 1.0))) : log(a) + ln2);',
  ),
  exponential('Atanh', 'return sign(x) * 0.5 * log1p(2.0 * abs(x) / (1.0 - abs(x)));'),
  exponential('Elu', 'return x < 0.0 ? expm1(x) : x;'),
  exponential('Selu', `return x < 0.0 ? ${SELU_SCALEALPHA} * expm1(x) : ${SELU_SCALE} * x;`),
  circle('Sin', 'return isinf(x) ? NAN : sine(x, 0);'),
  circle('Cos', 'return isinf(x) ? NAN : sine(x, 1);'),
  circle('Tan', 'return isinf(x) ? NAN : tangent(x);'),
  circle('Asin', 'return abs(x) > 1.0 ? NAN : arcsin(x);'),
  circle('Acos', 'return abs(x) > 1.0 ? NAN : arccos(x);'),
  circle('Atan', 'return arctan(x);'),
  elementwise('Relu', 'return x < 0.0 ? 0.0 : x;'),
  elementwise('Relu6', 'return clamp(x, 0.0, 6.0);'),
  elementwise('LeakyRelu', 'return x < 0.0 ? alpha * x : x;', { uniforms: ['alpha'] }),
  elementwise('ClipByValue', 'return clamp(x, clipValueMin, clipValueMax);', {
    uniforms: ['clipValueMin', 'clipValueMax'],
  }),
];
