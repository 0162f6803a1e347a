import { distance, operand } from '@jensenjs/testing';
import {
  backend,
  fused,
  grads,
  matMul,
  mean,
  memory,
  square,
  type Tensor,
  type Tensor2D,
  tensor,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate } from './compare.fixture';
import { wasm } from './wasm';

// Sizes on both sides of 48, the width of the blocks in tfjs's scalar product.
const sizes = [
  [1, 1, 1],
  [3, 16, 48],
  [48, 3, 49],
  [47, 100, 1],
  [49, 48, 47],
  [100, 49, 16],
  [1, 100, 3],
] as const;
const batches = [
  [[], []],
  [[1], [1]],
  [[3], [3]],
  [[1], [3]],
  [[3], [1]],
] as const;
const sides = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;
const matrices = (batch: readonly number[], rows: number, columns: number, transposed: boolean) =>
  operand([...batch, ...(transposed ? [columns, rows] : [rows, columns])], -1, 1);

test.each(sides)('matMul, transposeA %s, transposeB %s', async (transposeA, transposeB) => {
  for (const [m, k, n] of sizes)
    for (const [batchA, batchB] of batches) {
      const operands = [matrices(batchA, m, k, transposeA), matrices(batchB, k, n, transposeB)];
      const multiply = (a: Tensor, b: Tensor) => matMul(a, b, transposeA, transposeB);
      const expected = await evaluate('cpu', multiply, operands);
      expect(
        distance(expected, await evaluate('wasm', multiply, operands)),
        String([m, k, n, '|', batchA, '|', batchB]),
      ).toBeLessThan(2e-5);
    }
});

test.each(sides)(
  'fused matMul with every bias and activation, transposeA %s, transposeB %s',
  async (transposeA, transposeB) => {
    for (const [m, k, n] of sizes)
      for (const [batchA, batchB] of batches.slice(1))
        for (const bias of [undefined, [n], [1, n], [1], [m, n]])
          for (const [activation, slope] of [
            ['linear'],
            ['relu'],
            ['relu6'],
            ['elu'],
            ['sigmoid'],
            ['leakyrelu'],
            ['prelu', [n]],
            ['prelu', [m, 1]],
          ] as const) {
            const operands = [
              matrices(batchA, m, k, transposeA),
              matrices(batchB, k, n, transposeB),
              operand(bias ?? [n]),
              operand(slope ?? [n]),
            ];
            const multiply = (a: Tensor, b: Tensor, c: Tensor, d: Tensor) =>
              fused.matMul({
                a,
                b,
                transposeA,
                transposeB,
                activation,
                leakyreluAlpha: 0.3,
                ...(bias && { bias: c }),
                ...(slope && { preluActivationWeights: d }),
              });
            const expected = await evaluate('cpu', multiply, operands);
            expect(
              distance(expected, await evaluate('wasm', multiply, operands)),
              String([m, k, n, '|', batchA, '|', batchB, '| bias', bias, activation, slope]),
            ).toBeLessThan(2e-5);
          }
  },
);

test('batches broadcast on both sides', async () => {
  // Entry (i, j) of the batch is aᵢ · bⱼ, so the product of the row sums tells it apart. tfjs's cpu backend gets this
  // wrong.
  await wasm().activate();
  const a = tensor([1, 2, 3, 4], [2, 1, 1, 2]);
  const b = tensor([1, 1, 10, 10, 100, 100], [1, 3, 2, 1]);
  const c = matMul(a, b);
  expect(c.shape).toEqual([2, 3, 1, 1]);
  expect(Array.from(await c.data())).toEqual([3, 30, 300, 7, 70, 700]);
});

test('empty operands give zeros or nothing', async () => {
  await wasm().activate();
  expect(Array.from(await matMul(tensor([], [2, 0]), tensor([], [0, 3])).data())).toEqual([0, 0, 0, 0, 0, 0]);
  expect(matMul(tensor([], [0, 2]), tensor([1, 2, 3, 4], [2, 2]), false, true).shape).toEqual([0, 2]);
});

test('gradients of a dense layer', async () => {
  const operands = [operand([49, 50], -1, 1), operand([50, 47], -1, 1)];
  for (const which of [0, 1]) {
    const gradient = (x: Tensor, w: Tensor): Tensor =>
      grads((u: Tensor, v: Tensor) => mean(square(matMul(u as Tensor2D, v as Tensor2D))))([x, w])[which] as Tensor;
    const expected = await evaluate('cpu', gradient, operands);
    expect(distance(expected, await evaluate('wasm', gradient, operands))).toBeLessThan(2e-5);
  }
});

test('products keep neither tensors nor memory of the heap', async () => {
  await wasm().activate();
  const a = tensor(operand([3, 200, 100]).values as number[], [3, 200, 100]);
  const b = tensor(operand([3, 300, 100]).values as number[], [3, 300, 100]);
  const bias = tensor(operand([1, 300]).values as number[], [1, 300]);
  const here = backend() as unknown as { numDataIds: () => number; wasm: { HEAPU8: Uint8Array } };
  const round = (): void => {
    matMul(a, b, false, true).dispose();
    fused.matMul({ a, b, transposeB: true, bias, activation: 'elu' }).dispose();
  };
  round();
  const before = { tensors: memory().numTensors, data: here.numDataIds(), heap: here.wasm.HEAPU8.length };
  for (let i = 0; i < 100; i++) round();
  expect({ tensors: memory().numTensors, data: here.numDataIds(), heap: here.wasm.HEAPU8.length }).toEqual(before);
});
