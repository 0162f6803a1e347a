import { logScaled } from './logarithm';

/** What noise is written into: float32, int32 for bits and integers; float64 shows the accuracy before rounding. */
export type Target = Float32Array | Int32Array | Float64Array;

// Each function makes elements [from, to) of the target of the words at the beginning of `words`: two for each element
// of bits, uniforms and integers, one for each exponential.

export function fillBits(words: Int32Array, into: Target, from: number, to: number): void {
  for (let i = from, at = 0; i < to; i++, at += 2) into[i] = (words[at] as number) ^ (words[at + 1] as number);
}

const UNIFORM_UNIT = 1 / 0x800000;

export function fillUniform(words: Int32Array, into: Target, from: number, to: number): void {
  for (let i = from, at = 0; i < to; i++, at += 2)
    into[i] = (((words[at] as number) ^ (words[at + 1] as number)) >>> 9) * UNIFORM_UNIT;
}

/** −ln((w + ½) / 2³²). */
export function fillExponential(words: Int32Array, into: Target, from: number, to: number): void {
  // 2^(z − 31) scales a number with z leading zeros to [1, 2).
  const scales = new Float64Array(33);
  for (let z = 0, scale = 1 / 0x80000000; z <= 32; z++, scale *= 2) scales[z] = scale;
  for (let i = from; i < to; i++) {
    const w = words[i - from] as number;
    const zeros = Math.clz32(w);
    into[i] = -logScaled(((w >>> 0) + 0.5) * (scales[zeros] as number), -1 - zeros);
  }
}

/** low + ⌊W · span / 2⁶⁴⌋ for 64-bit words W = 2³² a + b and span ≤ 2³². */
export function fillIntegers(
  words: Int32Array,
  low: number,
  span: number,
  into: Target,
  from: number,
  to: number,
): void {
  // Up to 2²¹ doubles hold the product of a word and the span.
  if (span <= 0x200000)
    for (let i = from, at = 0; i < to; i++, at += 2) {
      const carry = Math.floor(((words[at + 1] as number) >>> 0) * span * WORD_UNIT);
      into[i] = low + Math.floor((((words[at] as number) >>> 0) * span + carry) * WORD_UNIT);
    }
  else
    for (let i = from, at = 0; i < to; i++, at += 2)
      into[i] = low + timesHigh(words[at] as number, span, timesHigh(words[at + 1] as number, span, 0));
}

const WORD_UNIT = 1 / 0x100000000;

/** ⌊(word · span + carry) / 2³²⌋ for an unsigned word, in 16-bit pieces, so that doubles hold everything exactly. */
export function timesHigh(word: number, span: number, carry: number): number {
  const lower = (word & 0xffff) * span + carry;
  return Math.floor(((word >>> 16) * span + Math.floor(lower / 0x10000)) / 0x10000);
}
