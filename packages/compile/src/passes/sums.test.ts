import '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { lines, type Make } from './lines.fixture';
import { optimize } from './optimize';
import { reduceSums } from './sums';

const masked = (mask: tf.Tensor, terms: tf.Tensor) => tf.where(mask, tf.fill(terms.shape, -Infinity), terms);
const tail = (l: tf.Tensor) => tf.log1p(tf.exp(tf.neg(tf.abs(l))));
const kernels = (found: readonly string[]): string[] => found.map((line) => / = (\w+)\(/.exec(line)?.[1] ?? line);

describe('a sum of masked terms', () => {
  const shape = [64, 64];
  it('reduces the mask, by the extreme of what it compares', () => {
    expect(lines(optimize, (x, y) => tf.sum(masked(tf.greater(x, 0.5), y), 1), shape)).toEqual([
      '%0: float32[64] = Max(x) {reductionIndices: [1], keepDims: false}',
      '%1: bool[64] = Greater(%0, 0.5)',
      '%2: float32[64] = Sum(y) {axis: [1], keepDims: false}',
      '%3: float32[64] = Select(%1, -Infinity, %2) -> out0',
    ]);
    const of = (make: Make) => kernels(lines(optimize, make, shape));
    expect(of((x, y) => tf.sum(masked(tf.lessEqual(x, 0), y), 1))).toEqual(['Min', 'LessEqual', 'Sum', 'Select']);
    expect(of((x, y) => tf.sum(masked(tf.isNaN(x), y), 1))).toEqual(['Equal', 'LogicalNot', 'Any', 'Sum', 'Select']);
  });
  it('knows images, and masks that several draws share', () => {
    const found = lines(
      optimize,
      (x, y) => {
        const draws = tf.stack([y, tf.neg(y)]);
        const isOutside = tf.greater(tf.add(x, tf.zerosLike(draws)), 0.5);
        return tf.sum(masked(isOutside, draws), [2, 3, 4]);
      },
      [16, 16, 16, 1],
    );
    expect(kernels(found).filter((kernel) => kernel === 'Sum' || kernel === 'Select')).toEqual(['Sum', 'Select']);
    expect(found.at(-1)).toContain('float32[2, 16] = Select(');
  });
  it.each<[string, Make, number[]]>([
    ['few terms', (x, y) => tf.sum(masked(tf.greater(x, 0.5), y), 1), [4, 4]],
    ['another number than −∞', (x, y) => tf.sum(tf.where(tf.greater(x, 0.5), tf.zerosLike(y), y), 1), shape],
    [
      'a mask that is repeated along the sum',
      (x, y) => tf.sum(masked(tf.greater(tf.tile(tf.max(x, 1, true), [1, 64]), 0.5), y), 1),
      shape,
    ],
  ])('leaves %s', (_, make, size) => {
    expect(kernels(lines(optimize, make, size)).at(-1)).toBe('Sum');
  });
});

describe('a sum of ln(1 + e^−|l|)', () => {
  it('takes the logarithm of products', () => {
    expect(lines(reduceSums, (x) => tf.sum(tail(x), 1), [3, 64]).slice(3)).toEqual([
      '%3: float32[3, 32], %4: float32[3, 32] = SplitV(%2) {numOrSizeSplits: [32, 32], axis: 1}',
      '%5: float32[3, 32] = Add(%3, %4)',
      '%6: float32[3, 32] = Multiply(%3, %4)',
      '%7: float32[3, 32] = Add(%5, %6)',
      '%8: float32[3, 16], %9: float32[3, 16] = SplitV(%7) {numOrSizeSplits: [16, 16], axis: 1}',
      '%10: float32[3, 16] = Add(%8, %9)',
      '%11: float32[3, 16] = Multiply(%8, %9)',
      '%12: float32[3, 16] = Add(%10, %11)',
      '%13: float32[3, 16] = Log1p(%12)',
      '%14: float32[3] = Sum(%13) {axis: [1], keepDims: false} -> out0',
    ]);
  });
  it('leaves no product that float32 cannot hold', () => {
    const widths = lines(reduceSums, (x) => tf.sum(tail(x), 1), [1, 4096]).flatMap(
      (line) => /\[1, (\d+)\] = Log1p/.exec(line)?.[1] ?? [],
    );
    expect(widths).toEqual([String(4096 / 16)]);
  });
  it('stands among other terms, with their signs', () => {
    const found = lines(reduceSums, (x, y) => tf.sum(tf.sub(tf.mul(x, y), tf.add(tf.relu(x), tail(x))), 1), [3, 32]);
    expect(kernels(found).filter((kernel) => kernel === 'Sum')).toHaveLength(3);
    expect(kernels(found).slice(-2)).toEqual(['Sub', 'Sub']);
    const alone = lines(reduceSums, (x) => tf.sum(tf.neg(tail(x)), 1), [3, 32]);
    expect(kernels(alone).at(-1)).toBe('Neg');
  });
  it.each<[string, Make]>([
    ['is needed otherwise', (x) => ((terms) => [tf.sum(terms, 1), terms])(tail(x))],
    ['is summed over other dimensions', (x) => tf.sum(tail(x), 0)],
    ['has an argument of any size', (x) => tf.sum(tf.log1p(tf.exp(x)), 1)],
  ])('is left as it is where it %s', (_, make) => {
    expect(lines(reduceSums, make, [8, 32]).join()).not.toContain('SplitV');
  });
});
