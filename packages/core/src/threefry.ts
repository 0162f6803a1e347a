/**
 * Threefry-2x32 with 20 rounds (J. Salmon, M. Moraes, R. Dror, D. Shaw 2011, "Parallel random numbers: as easy as
 * 1, 2, 3", section 3.3): encrypts a 64-bit counter under a 64-bit key. Returns two unsigned words.
 */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const k2 = (k0 ^ k1 ^ 0x1bd11bda) | 0;
  const keys = [k0 | 0, k1 | 0, k2];
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let round = 0; round < 20; round++) {
    const r = rotations[round % 8] as number;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if (round % 4 === 3) {
      const i = (round + 1) / 4;
      x0 = (x0 + (keys[i % 3] as number)) | 0;
      x1 = (x1 + (keys[(i + 1) % 3] as number) + i) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}
