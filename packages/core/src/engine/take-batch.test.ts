import { describe, expect, it } from 'vitest';
import type { HostBatch } from '../contracts/engine';
import { takeBatch } from './take-batch';

const spec = {
  x: { shape: [2], dtype: 'float32' },
  index: { shape: [], dtype: 'int32' },
} as const;
const x = (shape: number[], length: number): HostBatch[string] => ({
  shape,
  dtype: 'float32',
  data: new Float32Array(length),
});
const index = (rows: number): HostBatch[string] => ({ shape: [rows], dtype: 'int32', data: new Int32Array(rows) });
const take = (batches: HostBatch[], repetition = 0): HostBatch =>
  takeBatch('engine', 'game', batches, repetition, spec);

describe('takeBatch', () => {
  it('gives the batch of the repetition, whatever else it holds', () => {
    const batches = [
      { x: x([3, 2], 6), index: index(3) },
      { x: x([1, 2], 2), index: index(1), more: index(7) },
    ];
    expect(take(batches)).toBe(batches[0]);
    expect(take(batches, 1)).toBe(batches[1]);
  });

  it.each<[string, HostBatch[], RegExp]>([
    ['too few batches', [], /^engine: objective game needs 1 batches in a step, got 0/],
    ['a missing array', [{ y: x([1], 1) }], /a batch lacks x. It holds y/],
    ['another shape', [{ x: x([2, 3], 6) }], /expected float32 \[batch, 2\], got float32 \[2, 3\]/],
    ['another type', [{ x: index(2) }], /expected float32 \[batch, 2\], got int32 \[2\]/],
    ['a wrong length', [{ x: x([3, 2], 5) }], /x of a batch has 5 numbers for \[3, 2\]/],
    ['no rows', [{ x: x([0, 2], 0) }], /x of a batch is empty/],
    ['different rows', [{ x: x([3, 2], 6), index: index(2) }], /index of a batch has 2 rows.* before it have 3/],
  ])('refuses %s', (_, batches, message) => {
    expect(() => take(batches)).toThrow(message);
  });
});
