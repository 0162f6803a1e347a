import { backend_util, type TensorInfo, upcastType } from '@tensorflow/tfjs-core';
import type { Kernel, Program } from '../backend';

/** aᵇ with the special values of JavaScript: tfjs's own kernel turns NaN into numbers, and leaves 0ᵇ to the driver. */
const program = (shapes: readonly number[][]): Program => ({
  variableNames: ['A', 'B'],
  outputShape: backend_util.assertAndGetBroadcastShape(shapes[0] ?? [], shapes[1] ?? []),
  userCode: `
    const float infinity = uintBitsToFloat(0x7f800000u);
    float power(float a, float b) {
      if (b == 0.0) return 1.0;
      if (isnan(a)) return a;
      if (isnan(b)) return b;
      if (a < 0.0 && floor(b) < b) return NAN;
      float magnitude = a == 0.0 ? (b > 0.0 ? 0.0 : infinity) : pow(abs(a), b);
      return a < 0.0 && mod(b, 2.0) == 1.0 ? -magnitude : magnitude;
    }
    void main() {
      setOutput(power(getAAtOutCoords(), getBAtOutCoords()));
    }
  `,
});

export const power: Kernel = {
  name: 'Pow',
  make:
    () =>
    ({ inputs, backend }) => {
      const [a, b] = [inputs.a as TensorInfo, inputs.b as TensorInfo];
      return backend.runWebGLProgram(program([a.shape, b.shape]), [a, b], upcastType(a.dtype, b.dtype));
    },
};
