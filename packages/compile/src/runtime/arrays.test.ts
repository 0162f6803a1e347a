import { expect, test } from 'vitest';
import { overlapping } from './arrays';

/** Numbers from 0 to n − 1 that look random. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}

test('finds shared memory exactly where a comparison of all pairs does', () => {
  const roll = dice(1);
  const found = { clash: 0, none: 0 };
  for (let trial = 0; trial < 3000; trial++) {
    const buffers = [new ArrayBuffer(64), new ArrayBuffer(64)];
    const arrays = Array.from({ length: 2 + roll(5) }, () => {
      const from = roll(60);
      return new Uint8Array(buffers[roll(2)] as ArrayBuffer, from, roll(Math.min(12, 64 - from)));
    });
    const outputs = 1 + roll(arrays.length - 1);
    const share = (i: number, j: number): boolean => {
      const [p, q] = [arrays[i], arrays[j]] as [Uint8Array, Uint8Array];
      const start = Math.max(p.byteOffset, q.byteOffset);
      const end = Math.min(p.byteOffset + p.length, q.byteOffset + q.length);
      return i !== j && p.buffer === q.buffer && start < end;
    };
    const expected = arrays.some((_, i) => i < outputs && arrays.some((__, j) => share(i, j)));
    const pair = overlapping(arrays.slice(0, outputs), arrays.slice(outputs));
    expect(pair !== undefined).toBe(expected);
    if (pair) expect(pair[0] < outputs && share(...pair)).toBe(true);
    found[pair ? 'clash' : 'none'] += 1;
  }
  expect(Math.min(found.clash, found.none)).toBeGreaterThan(300);
});
