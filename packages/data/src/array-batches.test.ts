import { type HostArray, key } from '@jensenjs/core';
import { describe, expect, it } from 'vitest';
import { arrayBatches } from './array-batches';
import { assertFinite } from './finite';

const x: HostArray = {
  shape: [7, 2],
  dtype: 'float32',
  data: Float32Array.from({ length: 14 }, (_, i) => i * 10 - 50),
};
const id: HostArray = { shape: [7], dtype: 'int32', data: Int32Array.of(0, 1, 2, 3, 4, 5, 6) };

describe('arrayBatches', () => {
  it('keeps the rows of all arrays together', () => {
    const source = arrayBatches({ x, id }, { size: 3, partial: 'keep' });
    expect(source.spec).toEqual({ x: { shape: [2], dtype: 'float32' }, id: { shape: [], dtype: 'int32' } });
    const all = [0, 1, 2].map((i) => source.batch(key(4), 0, i));
    expect(all.map((batch) => batch['x']?.shape)).toEqual([
      [3, 2],
      [3, 2],
      [1, 2],
    ]);
    const rows = all.flatMap((batch) => [...(batch['id']?.data ?? [])]);
    expect(new Set(rows)).toEqual(new Set(id.data));
    const values = all.flatMap((batch) => [...(batch['x']?.data ?? [])]);
    expect(values).toEqual(rows.flatMap((row) => [20 * row - 50, 20 * row - 40]));
    expect(all[0]?.['id']?.data).toBeInstanceOf(Int32Array);
  });

  it('leaves the arrays as they were', () => {
    const before = x.data.slice();
    const batch = arrayBatches({ x }, { size: 7 }).batch(key(1), 0, 0);
    batch['x']?.data.fill(0);
    expect(x.data).toEqual(before);
  });

  it('refuses shapes that do not fit, naming the array', () => {
    const message = 'arrayBatches: expected id to have the shape [7, ...]';
    expect(() => arrayBatches({ x, id: { ...id, shape: [6] } }, { size: 2 })).toThrow(message);
    expect(() => arrayBatches({ x, id: { ...id, shape: [7, 2] } }, { size: 2 })).toThrow(message);
    expect(() => arrayBatches({ x: { ...x, shape: [] } }, { size: 2 })).toThrow('expected x to have');
    expect(() => arrayBatches({ x }, { size: 8 })).toThrow('arrayBatches: expected a batch size in 1 … 7');
  });
});

describe('assertFinite', () => {
  it.each([NaN, Infinity, -Infinity])('finds %d before training starts', (bad) => {
    const data = Float32Array.from(x.data);
    data[9] = bad;
    expect(() => arrayBatches({ x: { ...x, data } }, { size: 2 })).toThrow(
      `x: expected finite numbers, got ${bad} at [4, 1] of shape [7, 2]`,
    );
  });

  it('accepts finite numbers of any size', () => {
    expect(() =>
      assertFinite('x', { shape: [3], dtype: 'float32', data: Float32Array.of(-3e38, 0, 1e-45) }),
    ).not.toThrow();
  });
});
