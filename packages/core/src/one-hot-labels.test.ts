import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from './errors';
import { oneHotLabels } from './one-hot-labels';

describe('oneHotLabels', () => {
  it.each([
    ['an array', [2, 0]],
    ['an Int32Array', Int32Array.of(2, 0)],
    ['a Uint8Array', Uint8Array.of(2, 0)],
  ])('takes %s', (_, labels) => {
    const rows = expectNoLeak(() => oneHotLabels(labels, 3));
    expect([rows.shape, rows.dtype]).toEqual([[2, 3], 'float32']);
    expectClose(rows, [0, 0, 1, 1, 0, 0]);
  });

  it('makes no rows of no labels', () => {
    expect(oneHotLabels([], 4).shape).toEqual([0, 4]);
  });

  it.each([
    [[0, 1, 3, 5], 'integers in [0, 3), got 3 at index 2'],
    [[-1], 'got -1 at index 0'],
    [[1, 0.5], 'got 0.5 at index 1'],
    [[Number.NaN], 'got NaN at index 0'],
    [new Array<number>(2), 'got undefined at index 0'],
  ])('names the first bad label of %j', (labels, message) => {
    expect(() => oneHotLabels(labels, 3)).toThrow(message);
    expect(() => oneHotLabels(labels, 3)).toThrow(ArgumentError);
  });

  it.each([
    [3, 'number'],
    [oneHotLabels([0], 1), 'object'],
    [undefined, 'undefined'],
  ])('refuses labels that are no array', (labels, got) => {
    const call = () => oneHotLabels(labels as never, 3);
    expect(call).toThrow(`oneHotLabels: expected an array of labels, got ${got}. Give one label as [3]`);
    expect(call).toThrow(ArgumentError);
  });

  it.each([0, -2, 1.5, Number.NaN])('refuses %d classes', (classes) => {
    expect(() => oneHotLabels([], classes)).toThrow(
      `oneHotLabels: expected a number of classes, an integer ≥ 1, got ${classes}.`,
    );
  });
});
