import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, type Program } from '../backend';
import { whole32 } from './whole';

const toWhole = (shape: number[]): Program => ({
  variableNames: ['A'],
  packedInputs: true,
  packedOutput: true,
  outputShape: shape,
  userCode: `
    ${whole32}
    void main() {
      vec4 x = getAAtOutCoords();
      setOutput(vec4(whole(x.r), whole(x.g), whole(x.b), whole(x.a)));
    }
  `,
});

/** Where tfjs makes NaN and infinities the least int32, they become 0, as in JavaScript. */
export const cast: Kernel = {
  name: 'Cast',
  make: (stock) => (args) => {
    const x = args.inputs.x as TensorInfo;
    return x.dtype === 'float32' && args.attrs.dtype === 'int32' && !args.backend.shouldExecuteOnCPU([x])
      ? args.backend.runWebGLProgram(toWhole(x.shape), [x], 'int32')
      : stock(args);
  },
};
