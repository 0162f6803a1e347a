import { expect, it } from 'vitest';
import type { Noise } from './contracts/key';
import { drawArray, key, permutation } from './key';
import golden from './reference/golden.json';

/** FNV-1a over 32-bit words. */
function hash(words: Uint32Array): string {
  const value = words.reduce((h, word) => Math.imul(h ^ word, 0x01000193), 0x811c9dc5 | 0);
  return (value >>> 0).toString(16).padStart(8, '0');
}

// The bits of 100 000 numbers, made once and committed: every engine must give them, and every later version too.
it.each(golden.draws as readonly { noise: Noise; hash: string }[])('$noise.kind', (row) => {
  const numbers = drawArray(key(golden.seed), row.noise, golden.size);
  expect(hash(new Uint32Array(numbers.buffer))).toBe(row.hash);
});

it('permutation', () => {
  expect(hash(permutation(key(golden.seed), golden.size))).toBe(golden.permutation);
});
