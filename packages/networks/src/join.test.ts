import { ArgumentError } from '@jensenjs/core';
import { expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import { grads, mul, ones, range, reshape, sum, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { concatenateChannels, concatenateColumns } from './join';

const counted = (...shape: number[]): Tensor =>
  reshape(
    range(
      0,
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );
const condition = tensor([10, 20, 30, 40, 50, 60], [2, 3]); // a batch of 2

describe('concatenateColumns', () => {
  it('flattens the event and appends the condition', () => {
    const x = counted(2, 1, 2);
    const y = expectNoLeak(() => concatenateColumns(x, condition, 2));
    expect(y.shape).toEqual([2, 5]);
    expectClose(y, [0, 1, 10, 20, 30, 2, 3, 40, 50, 60]);
  });
  it('repeats the condition for every sample', () => {
    const x = counted(4, 3, 2, 1);
    const y = expectNoLeak(() => concatenateColumns(x, condition, 1));
    expect(y.shape).toEqual([4, 3, 2, 4]);
    flatten(y).forEach((value, i) => {
      const [row, column] = [Math.floor(i / 4), i % 4];
      expect(value).toBe(column === 0 ? row : 10 * (3 * (row % 2) + column));
    });
  });
  it('takes single numbers and integers', () => {
    const y = concatenateColumns(tensor([7, 8]), tensor([1, 0, 0, 1], [2, 2], 'int32'), 0);
    expect(y.dtype).toBe('float32');
    expectClose(y, [7, 1, 0, 8, 0, 1]);
  });
});

describe('concatenateChannels', () => {
  it('repeats the condition at every position of every sample', () => {
    const x = counted(3, 2, 4, 5, 2);
    const y = expectNoLeak(() => concatenateChannels(x, condition, 3));
    expect(y.shape).toEqual([3, 2, 4, 5, 5]);
    flatten(y).forEach((value, i) => {
      const [position, channel] = [Math.floor(i / 5), i % 5];
      const example = Math.floor(position / 20) % 2;
      expect(value).toBe(channel < 2 ? 2 * position + channel : 10 * (3 * example + channel - 1));
    });
  });
  it('refuses an event without channels', () => {
    expect(() => concatenateChannels(ones([2]), condition, 0)).toThrow('Use concatenateColumns for single numbers.');
  });
});

describe.each([
  ['concatenateColumns', concatenateColumns],
  ['concatenateChannels', concatenateChannels],
])('%s', (name, join) => {
  it('is differentiable in both', () => {
    const x = counted(3, 2, 2, 2, 1);
    const weights = counted(...join(x, condition, 3).shape);
    const [dx, dc] = grads((a, b) => sum(mul(join(a, b, 3), weights)))([x, condition]);
    // A join is linear, so its slopes along x and along the condition are joins with zeros.
    const along = (a: Tensor, b: Tensor) => sum(mul(weights, join(a, b, 3)));
    expectClose(sum(mul(dx as Tensor, x)), along(x, zeros(condition.shape)));
    expectClose(sum(mul(dc as Tensor, condition)), along(zeros(x.shape), condition));
  });
  it.each([
    [[2, 4, 4, 1], [3, 10], 3, 'expected a condition of shape [2, c] for x of shape [2, 4, 4, 1], got [3, 10].'],
    [[2, 4, 4, 1], [2], 3, 'got [2]. Give every example of the batch its own row, for example by oneHotLabels.'],
    [[2, 4, 4, 1], [1, 2, 10], 3, 'got [1, 2, 10]'],
    [[4, 4, 1], [4, 2], 3, 'expected x of shape [...samples, batch, ...event] with an event of rank 3, got [4, 4, 1].'],
    [[4, 4, 1], [4, 2], 1.5, 'Pass the number of dimensions of one x as eventRank.'],
  ])('refuses x %j with condition %j and event rank %d', (x, c, eventRank, message) => {
    const call = () => join(ones(x), ones(c), eventRank);
    expect(call).toThrow(message);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(`${name}: `);
  });
});
