// The files that all contenders read: grey pixels and first weights.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases, PIXELS, RESTING, sizeOf } from './cases.mjs';
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

/** Round blobs, bytes [2048, 784]. None is black or white throughout, so that each pixel takes a draw. */
export function makePixels() {
  const draw = generator(7);
  const pixels = new Uint8Array(IMAGES * PIXELS);
  for (let image = 0; image < IMAGES; image++) {
    const [x, y, width] = [6 + 16 * draw(), 6 + 16 * draw(), 2 + 4 * draw()];
    for (let i = 0; i < PIXELS; i++) {
      const distance = ((i % SIDE) - x) ** 2 + (Math.floor(i / SIDE) - y) ** 2;
      pixels[image * PIXELS + i] = 1 + Math.floor(253 * Math.exp(-distance / (2 * width ** 2)));
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

/** Writes all to a folder of its own. */
export function writeInputs() {
  const folder = mkdtempSync(join(tmpdir(), 'jensen-bench-'));
  writeFileSync(join(folder, 'pixels.bin'), makePixels());
  for (const name of Object.keys(cases)) writeFileSync(join(folder, `${name}.bin`), makeWeights(name));
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ cases, resting: RESTING }));
  return { folder, dispose: () => rmSync(folder, { recursive: true }) };
}

/** Probabilities of the pixels, in [0, 1]. */
export function readGrey(folder) {
  return Float32Array.from(readFileSync(join(folder, 'pixels.bin')), (byte) => byte / 255);
}

/** The tensors of a case, as { role, shape, grid, values }. */
export function readWeights(folder, name) {
  const bytes = readFileSync(join(folder, `${name}.bin`));
  return splitWeights(name, new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}

export function splitWeights(name, all) {
  let at = 0;
  return cases[name].tensors.map((tensor) => {
    const from = at;
    at += sizeOf(tensor.shape);
    return { ...tensor, values: all.subarray(from, at) };
  });
}
