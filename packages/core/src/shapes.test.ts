import { add, ones, tensor, zeros } from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { describe, expect, it } from 'vitest';
import {
  broadcastShapes,
  checkShape,
  expandRightmost,
  flattenRightmost,
  sameShape,
  sizeOf,
  sumRightmost,
} from './shapes';

it.each([
  [[], []],
  [[[]], []],
  [
    [[2, 1], [3]],
    [2, 3],
  ],
  [[[1], [0]], [0]],
  [
    [[4, 1, 2], [], [3, 1]],
    [4, 3, 2],
  ],
])('broadcasts %j to %j', (shapes, expected) => {
  expect(broadcastShapes(...shapes)).toEqual(expected);
  // tfjs agrees
  const sum = shapes.map((shape) => zeros(shape)).reduce((a, b) => add(a, b), zeros([]));
  expect(sum.shape).toEqual(expected);
});

it('refuses shapes that do not broadcast', () => {
  expect(() => broadcastShapes([2, 3], [2])).toThrow('broadcastShapes: shapes [2, 3] and [2] do not broadcast');
  expect(() => broadcastShapes([0], [2])).toThrow();
  expect(() => broadcastShapes([1], [2], [3])).toThrow();
});

it('compares and measures shapes', () => {
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([2, 0, 3])).toBe(0);
  expect(sameShape([2, 3], [2, 3])).toBe(true);
  expect(sameShape([2, 3], [2, 3, 1])).toBe(false);
  expect(sameShape([2, 3], [3, 2])).toBe(false);
});

it.each([[[1.5]], [[-1]], [[Number.NaN]], ['ab'], [3], [undefined]])('refuses %j as a shape', (shape) => {
  expect(() => checkShape('f', shape as number[])).toThrow(/^f: expected a shape/);
});

describe('rightmost dimensions', () => {
  const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  it.each([
    [0, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]],
    [1, [2, 2], [3, 7, 11, 15]],
    [2, [2], [10, 26]],
    [3, [], [36]],
  ])('sums %i', (count, shape, values) => {
    const y = expectNoLeak(() => sumRightmost(x, count));
    expect(y.shape).toEqual(shape);
    expectClose(y, values);
  });
  it('joins and expands', () => {
    expect(expectNoLeak(() => flattenRightmost(x, 2)).shape).toEqual([2, 4]);
    expect(expectNoLeak(() => flattenRightmost(x, 0)).shape).toEqual([2, 2, 2, 1]);
    expect(flattenRightmost(ones([2, 0]), 1).shape).toEqual([2, 0]);
    expect(expectNoLeak(() => expandRightmost(x, 2)).shape).toEqual([2, 2, 2, 1, 1]);
    expect(expectNoLeak(() => expandRightmost(x, 1)).shape).toEqual([2, 2, 2, 1]);
    expect(expectNoLeak(() => expandRightmost(x, 0)).shape).toEqual([2, 2, 2]);
  });
  it('refuses a count beyond the rank', () => {
    expect(() => sumRightmost(x, 4)).toThrow('sumRightmost: expected a count of dimensions in [0, 3]');
  });
});
