import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, type Program, reshape } from '../backend';

const program = (rows: number, depth: number): Program => ({
  variableNames: ['indices'],
  outputShape: [rows, depth],
  customUniforms: [
    { name: 'onValue', type: 'float' },
    { name: 'offValue', type: 'float' },
  ],
  userCode: `
    void main() {
      ivec2 at = getOutputCoords();
      setOutput(int(getIndices(at.x)) == at.y ? onValue : offValue);
    }
  `,
});

/** tfjs writes both values into the text of a shader, which fails for infinities, and blends them. */
export const oneHot: Kernel = {
  name: 'OneHot',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const indices = inputs.indices as TensorInfo;
      const { dtype, depth, onValue, offValue } = attrs as {
        dtype: TensorInfo['dtype'];
        depth: number;
        onValue: number;
        offValue: number;
      };
      const rows = util.sizeFromShape(indices.shape);
      return scratch(backend, (keep) => {
        const flat = keep(reshape(backend, indices, [rows]));
        const y = keep(backend.runWebGLProgram(program(rows, depth), [flat], dtype, [[onValue], [offValue]]));
        return reshape(backend, y, [...indices.shape, depth]);
      });
    },
};
