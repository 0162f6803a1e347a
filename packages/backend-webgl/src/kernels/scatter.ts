import { scratch } from '@jensenjs/core/adapter';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, type Program, reshape, run } from '../backend';

/** Rows of x, but for those that the indices name: the last update of each. tfjs's shader adds updates of one row up. */
const program = (rows: number, columns: number, updates: number, strides: readonly number[]): Program => ({
  variableNames: ['x', 'indices', 'updates'],
  outputShape: [rows, columns],
  userCode: `
    void main() {
      ivec2 at = getOutputCoords();
      int update = -1;
      for (int i = 0; i < ${updates}; i++) {
        int row = 0;
        ${strides.map((stride, j) => `row += int(getIndices(i, ${j})) * ${stride};`).join('\n')}
        if (row == at.x) update = i;
      }
      setOutput(update < 0 ? getX(at.x, at.y) : getUpdates(update, at.y));
    }
  `,
});

export const tensorScatterUpdate: Kernel = {
  name: 'TensorScatterUpdate',
  make:
    () =>
    ({ inputs, backend }) => {
      const [x, indices, updates] = [inputs.tensor, inputs.indices, inputs.updates] as [
        TensorInfo,
        TensorInfo,
        TensorInfo,
      ];
      const { sliceRank, numUpdates, sliceSize, strides } = backend_util.calculateShapes(updates, indices, x.shape);
      const size = util.sizeFromShape(x.shape);
      if (size === 0) return run(backend, 'Identity', { x });
      return scratch(backend, (keep) => {
        const rows = [size / sliceSize, sliceSize] as const;
        const operands = [
          keep(reshape(backend, x, rows)),
          keep(reshape(backend, indices, [numUpdates, sliceRank])),
          keep(reshape(backend, updates, [numUpdates, sliceSize])),
        ];
        const steps = strides.slice(0, sliceRank);
        const y = keep(backend.runWebGLProgram(program(...rows, numUpdates, steps), operands, x.dtype));
        return reshape(backend, y, x.shape);
      });
    },
};
