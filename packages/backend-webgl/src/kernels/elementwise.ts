import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, KernelArguments, Program } from '../backend';
import { exponentials } from './exponentials';

const { SELU_SCALE, SELU_SCALEALPHA } = backend_util;

/** y = f(x) for a GLSL body of `float f(float x)` that never sees NaN: NaN stays NaN. */
function elementwise(name: string, body: string, uniforms: readonly string[] = []): Kernel {
  const program = (shape: number[]): Program => ({
    variableNames: ['A'],
    packedInputs: true,
    packedOutput: true,
    outputShape: shape,
    customUniforms: uniforms.map((uniform) => ({ name: uniform, type: 'float' as const })),
    userCode: `
      ${exponentials}
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
    const values = uniforms.map((uniform) => [attrs[uniform] as number]);
    return backend.runWebGLProgram(program(x.shape), [x], x.dtype, values);
  };
  return { name, make: () => compute };
}

export const elementwiseKernels: readonly Kernel[] = [
  elementwise('Expm1', 'return expm1(x);'),
  elementwise('Log1p', 'return log1p(x);'),
  elementwise('Log', 'return ln(x);'),
  elementwise('Softplus', 'return max(x, 0.0) + log1p(exp(-abs(x)));'),
  elementwise('Tanh', 'float t = expm1(-2.0 * abs(x)); return -sign(x) * t / (t + 2.0);'),
  elementwise(
    'Sinh',
    'float t = expm1(abs(x)); return sign(x) * (t < 1.0 ? 0.5 * (t + t / (t + 1.0)) : exp(abs(x) - ln2) - exp(-abs(x) - ln2));',
  ),
  elementwise(
    'Asinh',
    'float a = abs(x); return sign(x) * (a < 1e9 ? log1p(a + a * a / (1.0 + sqrt(a * a + 1.0))) : log(a) + ln2);',
  ),
  elementwise('Atanh', 'return sign(x) * 0.5 * log1p(2.0 * abs(x) / (1.0 - abs(x)));'),
  elementwise('Elu', 'return x < 0.0 ? expm1(x) : x;'),
  elementwise('Selu', `return x < 0.0 ? ${SELU_SCALEALPHA} * expm1(x) : ${SELU_SCALE} * x;`),
  elementwise('Relu', 'return x < 0.0 ? 0.0 : x;'),
  elementwise('Relu6', 'return clamp(x, 0.0, 6.0);'),
  elementwise('LeakyRelu', 'return x < 0.0 ? alpha * x : x;', ['alpha']),
  elementwise('ClipByValue', 'return clamp(x, clipValueMin, clipValueMax);', ['clipValueMin', 'clipValueMax']),
];
