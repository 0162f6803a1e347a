import { expect, it } from 'vitest';
import { createArena } from './arena';

it('gives arrays of zeros of the sizes asked for, apart from each other, at multiples of 64 bytes', () => {
  const sizes = [3, 0, 16, 17, 1, 0];
  const { memory, arrays } = createArena(sizes);
  expect(arrays.map(({ length }) => length)).toEqual(sizes);
  arrays.forEach((array, i) => {
    expect(array.buffer).toBe(memory.buffer);
    expect(array.byteOffset % 64).toBe(0);
    expect(array.every((value) => value === 0)).toBe(true);
    array.fill(i + 1);
  });
  arrays.forEach((array, i) => expect(array.every((value) => value === i + 1)).toBe(true));
});

it('has a memory that cannot grow', () => {
  const { memory } = createArena([20_000]);
  expect(memory.buffer.byteLength).toBe(2 * 65536);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

it.each([[[]], [[0]], [[0, 0]]])('makes nothing of the sizes %j', (sizes) => {
  expect(createArena(sizes).arrays.map(({ length }) => length)).toEqual(sizes);
});

it('refuses what WebAssembly cannot address, and says how much that is', () => {
  expect(() => createArena([2 ** 29, 2 ** 29, 1])).toThrow(
    'createArena: 3 arrays take 4.00 GiB together, and WebAssembly addresses 4 at most.',
  );
  expect(() => createArena([2 ** 31])).toThrow(expect.objectContaining({ name: 'ArgumentError' }) as Error);
});
