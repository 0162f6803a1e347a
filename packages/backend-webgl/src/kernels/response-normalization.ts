import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel, Program } from '../backend';

/**
 * The gradient of y = x n^−β with n = bias + α Σ x² over the neighbours among the channels: dy n^−β − 2αβ x Σ dy y / n, where the
 * sum goes over the same neighbours. tfjs writes its numbers into the shader in a way that fails for whole ones.
 */
const program = (shape: readonly number[], radius: number): Program => ({
  variableNames: ['x', 'y', 'dy'],
  outputShape: [...shape],
  customUniforms: (['bias', 'alpha', 'beta'] as const).map((name) => ({ name, type: 'float' as const })),
  userCode: `
    ivec4 at;
    float scale(int channel) {
      float sum = 0.0;
      for (int c = max(0, channel - ${radius}); c <= min(${(shape[3] as number) - 1}, channel + ${radius}); c++) {
        float value = getX(at.x, at.y, at.z, c);
        sum += value * value;
      }
      return bias + alpha * sum;
    }
    void main() {
      at = getOutputCoords();
      float sum = 0.0;
      for (int c = max(0, at.w - ${radius}); c <= min(${(shape[3] as number) - 1}, at.w + ${radius}); c++)
        sum += getDy(at.x, at.y, at.z, c) * getY(at.x, at.y, at.z, c) / scale(c);
      float own = getDy(at.x, at.y, at.z, at.w) * pow(scale(at.w), -beta);
      setOutput(own - 2.0 * alpha * beta * getX(at.x, at.y, at.z, at.w) * sum);
    }
  `,
});

export const lrnGrad: Kernel = {
  name: 'LRNGrad',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [x, y, dy] = [inputs.x, inputs.y, inputs.dy] as [TensorInfo, TensorInfo, TensorInfo];
      const { depthRadius, bias, alpha, beta } = attrs as Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>;
      return backend.runWebGLProgram(program(x.shape, depthRadius), [x, y, dy], x.dtype, [[bias], [alpha], [beta]]);
    },
};
