/**
 * Threefry-2x32 with 20 rounds (J. Salmon, M. Moraes, R. Dror, D. Shaw 2011, "Parallel random numbers: as easy as
 * 1, 2, 3", section 3.3): encrypts the 64-bit counters (high, low), (high, low + 1), … under the key (k0, k1) into
 * `count` consecutive pairs of words. `low + count` must not exceed 2³².
 *
 * The rounds are written out, since this is the innermost loop of every draw.
 */
export function encryptCounters(
  k0: number,
  k1: number,
  high: number,
  low: number,
  words: Int32Array,
  count: number,
): void {
  const key0 = k0 | 0;
  const key1 = k1 | 0;
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  const start0 = (high + key0) | 0;
  const start1 = (low + key1) | 0;
  for (let i = 0; i < count; i++) {
    let a = start0;
    let b = (start1 + i) | 0;

    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0;
    b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0;
    b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + key1) | 0;
    b = (b + key2 + 1) | 0;

    a = (a + b) | 0;
    b = ((b << 17) | (b >>> 15)) ^ a;
    a = (a + b) | 0;
    b = ((b << 29) | (b >>> 3)) ^ a;
    a = (a + b) | 0;
    b = ((b << 16) | (b >>> 16)) ^ a;
    a = (a + b) | 0;
    b = ((b << 24) | (b >>> 8)) ^ a;
    a = (a + key2) | 0;
    b = (b + key0 + 2) | 0;

    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0;
    b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0;
    b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + key0) | 0;
    b = (b + key1 + 3) | 0;

    a = (a + b) | 0;
    b = ((b << 17) | (b >>> 15)) ^ a;
    a = (a + b) | 0;
    b = ((b << 29) | (b >>> 3)) ^ a;
    a = (a + b) | 0;
    b = ((b << 16) | (b >>> 16)) ^ a;
    a = (a + b) | 0;
    b = ((b << 24) | (b >>> 8)) ^ a;
    a = (a + key1) | 0;
    b = (b + key2 + 4) | 0;

    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0;
    b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0;
    b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;

    words[2 * i] = (a + key2) | 0;
    words[2 * i + 1] = (b + key0 + 5) | 0;
  }
}

/** One encrypted counter, as two unsigned words. */
export function threefry2x32(k0: number, k1: number, high: number, low: number): readonly [number, number] {
  const words = new Int32Array(2);
  encryptCounters(k0, k1, high, low, words, 1);
  return [(words[0] as number) >>> 0, (words[1] as number) >>> 0];
}
