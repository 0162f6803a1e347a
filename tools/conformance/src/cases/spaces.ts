import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

interface Blocks {
  readonly shape: readonly number[];
  readonly block: number[];
  /** Border that is added, or cut off. */
  readonly border: number[][];
}

const toBatch: Blocks[] = [
  {
    shape: [1, 4, 3, 1],
    block: [2, 2],
    border: [
      [0, 0],
      [0, 1],
    ],
  },
  { shape: [2, 5, 3], block: [3], border: [[1, 0]] },
  {
    shape: [1, 4, 6, 2],
    block: [2, 3],
    border: [
      [1, 1],
      [0, 0],
    ],
  },
];

const toSpace: Blocks[] = [
  {
    shape: [4, 2, 2, 1],
    block: [2, 2],
    border: [
      [0, 1],
      [0, 0],
    ],
  },
  { shape: [6, 2, 3], block: [3], border: [[1, 2]] },
  {
    shape: [6, 2, 2, 2],
    block: [2, 3],
    border: [
      [0, 0],
      [1, 1],
    ],
  },
];

const depths: [readonly [number, number, number, number], number][] = [
  [[1, 2, 3, 4], 2],
  [[2, 1, 2, 18], 3],
  [[2, 3, 2, 8], 2],
];

const flips: [number, number, number, number][] = [
  [1, 2, 3, 1],
  [2, 3, 4, 3],
  [1, 1, 1, 2],
];

const name = (kernel: string, { shape, block, border }: Blocks): string =>
  `${kernel}: ${formatShape(shape)} by ${formatShape(block)}, border ${border.join('; ')}`;

export const spaceCases: readonly Case[] = [
  ...toBatch.map(
    (blocks): Case => ({
      name: name('SpaceToBatchND', blocks),
      inputs: [{ shape: blocks.shape }],
      run: (x) => tf.spaceToBatchND(x, blocks.block, blocks.border),
    }),
  ),
  ...toSpace.map(
    (blocks): Case => ({
      name: name('BatchToSpaceND', blocks),
      inputs: [{ shape: blocks.shape }],
      run: (x) => tf.batchToSpaceND(x, blocks.block, blocks.border),
    }),
  ),
  ...depths.map(
    ([shape, block]): Case => ({
      name: `DepthToSpace: ${formatShape(shape)} by ${block}`,
      inputs: [{ shape }],
      run: (x) => tf.depthToSpace(x as tf.Tensor4D, block),
      gradient: false,
    }),
  ),
  ...flips.map(
    (shape): Case => ({
      name: `FlipLeftRight: ${formatShape(shape)}`,
      inputs: [{ shape }],
      run: (x) => tf.image.flipLeftRight(x as tf.Tensor4D),
      gradient: false,
    }),
  ),
  ...[[], [4], [2, 3]].flatMap((shape): Case[] =>
    (['float32', 'int32', 'bool'] satisfies DataType[]).map((dtype) => ({
      name: `Diag: ${formatShape(shape)}, ${dtype}`,
      inputs: [{ shape, dtype }],
      run: (x) => tf.diag(x),
      gradient: false,
    })),
  ),
  ...[
    [3, 4],
    [2, 3, 3],
  ].map(
    (shape): Case => ({
      name: `band of ${formatShape(shape)}`,
      inputs: [{ shape }],
      run: (x) => tf.linalg.bandPart(x, 1, 0),
    }),
  ),
];
