// What all contenders begin with: grey pixels and first weights.
import { cases, PIXELS, sizeOf } from './cases.mjs';
import { IMAGES } from './schedule.mjs';

const SIDE = 28;

/** Uniform numbers in [0, 1) by the generator of G. Marsaglia (2003), "Xorshift RNGs", with shifts 13, 17, 5. */
function generator(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Round blobs on black, bytes [2048, 784]: about a quarter of the pixels is not black, as in images of digits. */
export function makePixels() {
  const draw = generator(7);
  const pixels = new Uint8Array(IMAGES * PIXELS);
  for (let image = 0; image < IMAGES; image++) {
    const [x, y, width] = [6 + 16 * draw(), 6 + 16 * draw(), 1.5 + 1.5 * draw()];
    for (let i = 0; i < PIXELS; i++) {
      const distance = ((i % SIDE) - x) ** 2 + (Math.floor(i / SIDE) - y) ** 2;
      pixels[image * PIXELS + i] = Math.floor(255 * Math.exp(-distance / (2 * width ** 2)));
    }
  }
  return pixels;
}

/** Uniform of variance 1 / fan-in for kernels, ones for the scales of batch normalisation, zeros for the rest. */
function firstValues({ role, shape }, draw) {
  const values = new Float32Array(sizeOf(shape));
  if (role === 'gamma') return values.fill(1);
  if (role === 'bias' || role === 'beta') return values;
  // A pixel of a transposed convolution of stride 2 sums a quarter of the kernel.
  const fan = role === 'up' ? (shape[0] * shape[1] * shape[3]) / 4 : sizeOf(shape.slice(0, -1));
  return values.map(() => (2 * draw() - 1) * Math.sqrt(3 / fan));
}

/** All tensors of a case, one after another. */
export function makeWeights(name) {
  const draw = generator(11);
  const parts = cases[name].tensors.map((tensor) => firstValues(tensor, draw));
  const all = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Probabilities of the pixels, in [0, 1]. */
export const greyOf = (pixels) => Float32Array.from(pixels, (byte) => byte / 255);

/** The tensors of a case, as { role, shape, grid, values }, from all values one after another. */
export function splitWeights(name, all) {
  let at = 0;
  return cases[name].tensors.map((tensor) => {
    const from = at;
    at += sizeOf(tensor.shape);
    return { ...tensor, values: all.subarray(from, at) };
  });
}
