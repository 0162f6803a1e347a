import { expect, it } from 'vitest';
import { encryptCounters, threefry2x32 } from './threefry';
import { PAIRS, simdThreefry } from './threefry-simd';
import { fillBits, fillUniform } from './transforms';

// The known answers of Random123 1.14, tests/kat_vectors: counter, key, result.
it.each([
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x243f6a88, 0x85a308d3],
    [0x13198a2e, 0x03707344],
    [0xc4923a9c, 0x483df7a0],
  ],
] as const)('encrypts %j under %j', ([high, low], [k0, k1], result) => {
  expect(threefry2x32(k0, k1, high, low)).toEqual(result);
});

it('counts upwards', () => {
  const words = new Int32Array(6);
  encryptCounters(7, 8, 9, 0xfffffffd, words, 3);
  const single = [0xfffffffd, 0xfffffffe, 0xffffffff].flatMap((low) => [...threefry2x32(7, 8, 9, low)]);
  expect([...new Uint32Array(words.buffer)]).toEqual(single);
});

it.each([1, 4, 7, PAIRS])('makes the same of %i counters by WebAssembly', (count) => {
  const simd = simdThreefry();
  if (!simd) throw new Error('WebAssembly SIMD is expected where tests run');
  const words = new Int32Array(2 * count);
  encryptCounters(0xdeadbeef, 0x89abcdef, 0, 0xfffff000, words, count);
  simd.encrypt(0xdeadbeef, 0x89abcdef, 0xfffff000, count);
  expect(simd.words.slice(0, 2 * count)).toEqual(words);

  const bits = new Int32Array(count);
  fillBits(words, bits, 0, count);
  simd.drawBits(0xdeadbeef, 0x89abcdef, 0xfffff000, count);
  expect(simd.bits.slice(0, count)).toEqual(bits);

  const uniforms = new Float32Array(count);
  fillUniform(words, uniforms, 0, count);
  simd.drawUniforms(0xdeadbeef, 0x89abcdef, 0xfffff000, count);
  expect(simd.uniforms.slice(0, count)).toEqual(uniforms);
});
