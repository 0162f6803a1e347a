import { scratch } from '@jensenjs/core/adapter';
import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/*
 * tfjs pairs the matrices of a and b in the order of memory, which is wrong where batch dimensions broadcast in part, as in [2, 1, m, k]
 * · [1, 3, k, n]. There the operands are repeated first.
 */
export const matMul: readonly Kernel[] = ['BatchMatMul', '_FusedMatMul'].map((name) => ({
  name,
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
      const [batchOfA, batchOfB] = [a, b].map(({ shape }) => shape.slice(0, -2)) as [number[], number[]];
      const batch = broadcast_util.assertAndGetBroadcastShape(batchOfA, batchOfB);
      const isPaired = [batchOfA, batchOfB].every(
        (own) => util.sizeFromShape(own) === 1 || util.sizeFromShape(own) === util.sizeFromShape(batch),
      );
      if (isPaired) return stock({ inputs, attrs, backend });
      return scratch(backend, (keep) => {
        const repeat = (x: TensorInfo): TensorInfo =>
          keep(run(backend, 'BroadcastTo', { x }, { shape: [...batch, ...x.shape.slice(-2)] }));
        return stock({ inputs: { ...inputs, a: repeat(a), b: repeat(b) }, attrs, backend });
      });
    },
}));
