import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import { compute } from './compute';
import { exponentials } from './exponentials';
import { trigonometry } from './trigonometry';

const { SELU_SCALE, SELU_SCALEALPHA, ERF_P, ERF_A1, ERF_A2, ERF_A3, ERF_A4, ERF_A5 } = backend_util;

/** y = f(x) for a WGSL body of `f(x : f32) -> f32` that never sees NaN: NaN stays NaN. */
function elementwise(name: string, body: string, parameters: readonly string[] = []): Kernel {
  const functions = `
    ${exponentials}
    ${trigonometry}
    fn f(x : f32) -> f32 { ${body} }
  `;
  const code = `
    let x = f32(x[index]);
    if (isnan(x)) { result[index] = T(x); } else { result[index] = T(f(x)); }
  `;
  return {
    name,
    make:
      () =>
      ({ inputs, attrs, backend }) => {
        const x = inputs.x as TensorInfo;
        const floats = Object.fromEntries(parameters.map((parameter) => [parameter, attrs[parameter] as number]));
        return compute(backend, { key: name, inputs: { x }, shape: x.shape, dtype: x.dtype, floats, functions, code });
      },
  };
}

const outside = 'if (abs(x) > 1.0) { return uniforms.NAN; }';

export const elementwiseKernels: readonly Kernel[] = [
  elementwise('Exp', 'return exp(x);'),
  elementwise('Expm1', 'return expm1(x);'),
  elementwise('Log', 'return ln(x);'),
  elementwise('Log1p', 'return log1p(x);'),
  elementwise('Softplus', 'return max(x, 0.0) + log1p(exp(-abs(x)));'),
  elementwise('Sigmoid', 'return 1.0 / (1.0 + exp(-x));'),
  elementwise('Tanh', 'let t = expm1(-2.0 * abs(x)); return -sign(x) * t / (t + 2.0);'),
  elementwise(
    'Sinh',
    `let a = abs(x);
    let t = expm1(a);
    return sign(x) * select(exp(a - ln2) - exp(-a - ln2), 0.5 * (t + t / (t + 1.0)), t < 1.0);`,
  ),
  elementwise('Cosh', 'let a = abs(x); return exp(a - ln2) + exp(-a - ln2);'),
  elementwise(
    'Asinh',
    `let a = abs(x);
    if (a > 1e9) { return sign(x) * (ln(a) + ln2); }
    return sign(x) * log1p(a + a * a / (1.0 + sqrt(a * a + 1.0)));`,
  ),
  elementwise(
    'Acosh',
    `if (x < 1.0) { return uniforms.NAN; }
    if (x > 1e9) { return ln(x) + ln2; }
    let t = x - 1.0;
    return log1p(t + sqrt(2.0 * t + t * t));`,
  ),
  elementwise('Atanh', 'return sign(x) * 0.5 * log1p(2.0 * abs(x) / (1.0 - abs(x)));'),
  elementwise('Sin', 'return sine(x, 0);'),
  elementwise('Cos', 'return sine(x, 1);'),
  elementwise('Tan', 'return sine(x, 0) / sine(x, 1);'),
  elementwise(
    'Asin',
    `${outside}
    let a = abs(x);
    return sign(x) * select(arcsine(a), halfPi - 2.0 * arcsine(sqrt(0.5 * (1.0 - a))), a > 0.5);`,
  ),
  elementwise(
    'Acos',
    `${outside}
    if (x > 0.5) { return 2.0 * arcsine(sqrt(0.5 * (1.0 - x))); }
    if (x < -0.5) { return 2.0 * (halfPi - arcsine(sqrt(0.5 * (1.0 + x)))); }
    return halfPi - sign(x) * arcsine(abs(x));`,
  ),
  elementwise('Atan', 'return sign(x) * arctangent(abs(x));'),
  // By its series up to 1, from there on by Abramowitz and Stegun (1964), 7.1.26.
  elementwise(
    'Erf',
    `let a = abs(x);
    if (a <= 1.0) {
      var term = x;
      var sum = x;
      for (var n = 1.0; n < 12.0; n += 1.0) { term *= -x * x / n; sum += term / (2.0 * n + 1.0); }
      return 1.1283791670955126 * sum;
    }
    let t = 1.0 / (1.0 + ${ERF_P} * a);
    let y = t * (${ERF_A1} + t * (${ERF_A2} + t * (${ERF_A3} + t * (${ERF_A4} + t * ${ERF_A5}))));
    return sign(x) * (1.0 - y * exp(-a * a));`,
  ),
  elementwise('Elu', 'if (x < 0.0) { return expm1(x); } return x;'),
  elementwise('Selu', `if (x < 0.0) { return ${SELU_SCALEALPHA} * expm1(x); } return ${SELU_SCALE} * x;`),
  elementwise('Relu', 'return max(x, 0.0);'),
  elementwise('Relu6', 'return clamp(x, 0.0, 6.0);'),
  elementwise('LeakyRelu', 'return select(x, uniforms.alpha * x, x < 0.0);', ['alpha']),
  elementwise('ClipByValue', 'return clamp(x, uniforms.clipValueMin, uniforms.clipValueMax);', [
    'clipValueMin',
    'clipValueMax',
  ]),
];
