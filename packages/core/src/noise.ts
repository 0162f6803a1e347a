import type { Noise } from './contracts/key';
import { ArgumentError } from './errors';
import { fillNormal, normalTable } from './normal-quantile';
import { encryptCounters } from './threefry';
import { PAIRS, type SimdThreefry, simdThreefry } from './threefry-simd';
import { fillBits, fillExponential, fillIntegers, fillUniform, type Target, timesHigh } from './transforms';

/** The array type of a noise: float32, or int32 for bits and integers. */
export type NoiseArray<N extends Noise = Noise> = N extends { readonly kind: 'bits' | 'integers' }
  ? Int32Array<ArrayBuffer>
  : Float32Array<ArrayBuffer>;

type Words = readonly [number, number];

/** Numbers made of one encrypted counter, and how elements [from, to) are made of words that begin with `from`'s. */
interface Transform {
  readonly perCounter: 1 | 2;
  readonly fill: (words: Int32Array, into: Target, from: number, to: number) => void;
}

/**
 * The numbers that a concrete key draws. With (a, b) = Threefry(key, (0, i)), two unsigned words:
 *
 * - bits and uniform, element i: a ^ b, and its upper 23 bits over 2²³;
 * - integers, element i: low + ⌊(2³² a + b) · (high − low) / 2⁶⁴⌋, which favours no value by more than a factor of
 *   1 + 2⁻³²;
 * - normal and exponential, elements 2i and 2i + 1: the quantiles Φ⁻¹(u) and −ln(u) at u = (w + ½) / 2³², w = a and b.
 */
export function hostNoise<N extends Noise>(key: Words, noise: N, size: number): NoiseArray<N> {
  if (!Number.isSafeInteger(size) || size < 0 || size > 2 ** 32)
    throw new ArgumentError('hostNoise', `expected a size in [0, 2³²], got ${size}.`);
  const array = isInteger(noise) ? new Int32Array(size) : new Float32Array(size);
  fillNoise(key, noise, array as NoiseArray<N>);
  return array as NoiseArray<N>;
}

/** Fills an array with what `hostNoise` returns for its length. */
export function fillNoise<N extends Noise>([k0, k1]: Words, noise: N, into: NoiseArray<N>): void {
  const size = into.length;
  const simd = simdFor(size);
  const whole = simd && drawnWhole(simd, noise);
  if (whole) {
    const { numbers, draw } = whole;
    for (let from = 0; from < size; from += numbers.length) {
      const count = Math.min(numbers.length, size - from);
      draw(k0, k1, from, count);
      into.set(numbers.subarray(0, count), from);
    }
    return;
  }
  const { perCounter, fill } = transformOf(noise);
  const { words, encrypt } = simd ?? plain(size);
  const step = (perCounter * words.length) / 2;
  for (let from = 0; from < size; from += step) {
    const to = Math.min(from + step, size);
    encrypt(k0, k1, from / perCounter, Math.ceil((to - from) / perCounter));
    fill(words, into, from, to);
  }
}

/** How WebAssembly draws a noise without a transform after it, if it does. */
function drawnWhole({ bits, drawBits, uniforms, drawUniforms }: SimdThreefry, { kind }: Noise) {
  if (kind === 'bits') return { numbers: bits, draw: drawBits };
  return kind === 'uniform' ? { numbers: uniforms, draw: drawUniforms } : undefined;
}

/**
 * A random order of 0 … n − 1, each exactly as probable as any other: the shuffle of Fisher and Yates, its integers by
 * multiplication and rejection (D. Lemire 2019, "Fast random integer generation in an interval", algorithm 5) of the
 * words a, b, a, b, … of counters from 0 on.
 */
export function hostPermutation([k0, k1]: Words, n: number): Uint32Array<ArrayBuffer> {
  const { words, encrypt } = simdFor(n) ?? plain(n);
  let counter = 0;
  let at = words.length;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const bound = i + 1;
    let word: number;
    let low: number;
    do {
      if (at === words.length) {
        encrypt(k0, k1, counter, words.length / 2);
        counter += words.length / 2;
        at = 0;
      }
      word = words[at++] as number;
      low = Math.imul(word, bound) >>> 0;
      // The first comparison spares nearly all divisions.
    } while (low < bound && low < 0x100000000 % bound);
    const j = timesHigh(word, bound, 0);
    const swapped = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swapped;
  }
  return order;
}

export function isInteger(noise: Noise): boolean {
  return noise.kind === 'bits' || noise.kind === 'integers';
}

/** Throws unless the noise can be drawn. */
export function checkNoise(where: string, noise: Noise): void {
  if (noise.kind !== 'integers') return;
  const { low, high } = noise;
  const inside = Number.isInteger(low) && Number.isInteger(high) && low >= -(2 ** 31) && high <= 2 ** 31;
  if (!inside || low >= high)
    throw new ArgumentError(where, `expected integers −2³¹ ≤ low < high ≤ 2³¹, got low ${low} and high ${high}.`);
}

let simd: SimdThreefry | false | undefined;

/** WebAssembly, for draws that repay its compilation, which happens once. */
function simdFor(size: number): SimdThreefry | undefined {
  if (size < 1024) return undefined;
  simd ??= simdThreefry() ?? false;
  return simd || undefined;
}

/** JavaScript, with room for the words of a draw or of one block. */
function plain(size: number): Pick<SimdThreefry, 'words' | 'encrypt'> {
  const words = new Int32Array(2 * Math.max(1, Math.min(size, PAIRS)));
  return { words, encrypt: (k0, k1, low, count) => encryptCounters(k0, k1, 0, low, words, count) };
}

function transformOf(noise: Noise): Transform {
  checkNoise('hostNoise', noise);
  switch (noise.kind) {
    case 'bits':
      return { perCounter: 1, fill: fillBits };
    case 'uniform':
      return { perCounter: 1, fill: fillUniform };
    case 'exponential':
      return { perCounter: 2, fill: fillExponential };
    case 'normal': {
      const coefficients = table ?? normalTable();
      table = coefficients;
      return { perCounter: 2, fill: (words, into, from, to) => fillNormal(words, coefficients, into, from, to) };
    }
    case 'integers': {
      const { low, high } = noise;
      return { perCounter: 1, fill: (words, into, from, to) => fillIntegers(words, low, high - low, into, from, to) };
    }
    default:
      throw new ArgumentError(
        'hostNoise',
        `expected a known kind of noise, got ${(noise satisfies never as Noise).kind}.`,
      );
  }
}

/** Made with the first normal number that is drawn. */
let table: Float64Array | undefined;
