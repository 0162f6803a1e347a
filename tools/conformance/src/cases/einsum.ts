import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

const equations: [string, ...(readonly number[])[]][] = [
  ['ij->ji', [2, 3]],
  ['ijk->k', [2, 3, 4]],
  ['i->', [4]],
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['ij,jk->ki', [2, 3], [3, 4]],
  ['bij,bjk->bik', [2, 3, 4], [2, 4, 2]],
  ['bhid,bhjd->bhij', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['ijk,jl->ilk', [2, 3, 4], [3, 5]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['i,j->ij', [3], [4]],
  ['ij,j->ij', [2, 3], [3]],
  ['ijm,jkn->ki', [2, 3, 2], [3, 4, 2]],
  ['ijk,ljk->il', [2, 3, 4], [5, 3, 4]],
  ['i,i->i', [3], [3]],
];

export const einsumCases: readonly Case[] = (['float32', 'int32'] satisfies DataType[]).flatMap((dtype) =>
  equations.map(
    ([equation, ...shapes]): Case => ({
      name: `Einsum: ${equation}, ${dtype}`,
      inputs: shapes.map((shape) => ({ shape, dtype })),
      run: (...xs) => tf.einsum(equation, ...xs),
      gradient: false,
    }),
  ),
);
