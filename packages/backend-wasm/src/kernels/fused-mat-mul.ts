import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';
import { type Activation, activate } from './activation';

/*
 * tfjs's fused product is right for one matrix on each side, none transposed, with a bias [n]. Otherwise it adds the
 * bias once per block of 48 terms, at wrong places, and it reads a shorter bias beyond its end. So all else is composed
 * here. The activation always is: the relu and relu6 inside tfjs's product turn NaN into 0, which hides it.
 */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const {
        a,
        b,
        bias,
        preluActivationWeights: slope,
      } = inputs as {
        a: TensorInfo;
        b: TensorInfo;
        bias?: TensorInfo;
        preluActivationWeights?: TensorInfo;
      };
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      const [n = 0] = b.shape.slice(-1);
      const one = a.shape[0] === 1 && b.shape[0] === 1 && util.sizeFromShape(a.shape) > 0 && n > 0;
      const plainBias = bias === undefined || bias === null || (bias.shape.length === 1 && bias.shape[0] === n);
      const fused = a.dtype === 'float32' && one && plainBias && !transposeA && !transposeB;
      const out = fused
        ? stock({ inputs: { a, b, bias }, attrs: { ...attrs, activation: 'linear' }, backend })
        : run(backend, 'BatchMatMul', { a, b }, { transposeA, transposeB });
      const complete = bias && !fused ? run(backend, 'Add', { a: out, b: bias }) : out;
      if (complete !== out) backend.disposeData(out.dataId);
      return activate(backend, complete, attrs as unknown as Activation, slope);
    },
};
