import { logScaled } from './logarithm';
import type { Target } from './transforms';

/**
 * The normal quantile of a random word w, z(w) = Φ⁻¹((w + ½) / 2³²), by one polynomial per segment, to a relative error
 * below 1e-10 everywhere.
 *
 * z = q · G(p) with q = (w + ½)/2³² − ½, exact, and p the smaller of the two tail probabilities: G = z / q is smooth and
 * positive up to the middle, so z is as accurate relative to itself there as in the tails. The range of p, (0, ½), is cut
 * into octaves and each octave into eight segments (D. Lee, R. Cheung, J. Villasenor, W. Luk 2006, "Inversion-based
 * hardware Gaussian random number generator", has the scheme); G is interpolated at Chebyshev points.
 */
export function fillNormal(words: Int32Array, table: Float64Array, into: Target, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const s = (words[i - from] as number) ^ 0x80000000;
    // The numerator 2m + 1 of p in units of 2⁻³³, with m = s + 2³¹ below the middle and −1 − s above it.
    const n = ((s ^ ~(s >> 31)) << 1) | 1;
    const octave = Math.clz32(n);
    const leading = n << octave;
    const row = (octave << 6) | ((leading >>> 25) & 0x38);
    const t = ((leading << 4) ^ 0x80000000) * T_UNIT;
    const c0 = table[row] as number;
    const c1 = table[row | 1] as number;
    const c2 = table[row | 2] as number;
    const c3 = table[row | 3] as number;
    const c4 = table[row | 4] as number;
    const c5 = table[row | 5] as number;
    into[i] = (s + 0.5) * Q_UNIT * (c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))));
  }
}

const Q_UNIT = 1 / 0x100000000;
const T_UNIT = 1 / 0x80000000;

/** Segments of an octave, and places for the coefficients of one: eight, so that an index is made by shifts. */
const SEGMENTS = 8;
const STRIDE = 8;

/** Roots of the Chebyshev polynomial T₆. */
const NODES = [
  -0.9659258262890683,
  -Math.SQRT1_2,
  -0.25881904510252074,
  0.25881904510252074,
  Math.SQRT1_2,
  0.9659258262890683,
];

/**
 * Coefficients of G in ascending powers of t in [−1, 1), for 32 octaves × 8 segments. Octave o holds the tail
 * probabilities in [2^(−2−o), 2^(−1−o)).
 */
export function normalTable(): Float64Array {
  const table = new Float64Array(32 * SEGMENTS * STRIDE);
  for (let octave = 0, scale = 0.25; octave < 32; octave++, scale /= 2)
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const values = NODES.map((t) => quantileSlope(1 + (segment + (t + 1) / 2) / SEGMENTS, -2 - octave, scale));
      table.set(interpolate(values), (octave * SEGMENTS + segment) * STRIDE);
    }
  return table;
}

/** Coefficients of the polynomial through (NODES[i], values[i]), by Newton's divided differences. */
function interpolate(values: number[]): number[] {
  const node = (i: number): number => NODES[i] as number;
  const d = values as [number, ...number[]];
  for (let order = 1; order < d.length; order++)
    for (let i = d.length - 1; i >= order; i--)
      d[i] = ((d[i] as number) - (d[i - 1] as number)) / (node(i) - node(i - order));
  const c = d.map(() => 0);
  for (let i = d.length - 1; i >= 0; i--) {
    // c(t) ← c(t) · (t − node) + d
    for (let power = c.length - 1; power >= 0; power--) c[power] = (c[power - 1] ?? 0) - node(i) * (c[power] as number);
    c[0] = (c[0] as number) + (d[i] as number);
  }
  return c;
}

/**
 * Φ⁻¹(p) / (p − ½) for p = m · scale in (0, ½), scale = 2ᵏ, to about 1e-15: the algorithm PPND16 (M. Wichura 1988,
 * "Algorithm AS 241: the percentage points of the normal distribution").
 */
function quantileSlope(m: number, k: number, scale: number): number {
  const q = m * scale - 0.5;
  if (q >= -0.425) return rational(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-logScaled(m, k));
  return (r <= 5 ? rational(MIDDLE, r - 1.6) : rational(TAIL, r - 5)) / -q;
}

type Rational = readonly [numerator: readonly number[], denominator: readonly number[]];

function rational([numerator, denominator]: Rational, x: number): number {
  let above = 0;
  let below = 0;
  for (let i = numerator.length - 1; i >= 0; i--) {
    above = above * x + (numerator[i] as number);
    below = below * x + (denominator[i] as number);
  }
  return above / below;
}

const CENTRE: Rational = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
];
const MIDDLE: Rational = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
];
const TAIL: Rational = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];
