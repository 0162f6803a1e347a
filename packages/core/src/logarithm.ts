const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * ln(m · 2ᵏ) for m in [1, 2) to within one unit in the last place of a double. Only operations that IEEE 754 rounds
 * correctly, unlike Math.log: every engine gives the same bits. Method and constants of `e_log.c` (Sun Microsystems
 * 1993, fdlibm): ln(1 + f) = f − (f²/2 − s·(f²/2 + R(s²))) with s = f / (2 + f).
 */
export function logScaled(m: number, k: number): number {
  // Moves m to [√½, √2), so that nothing cancels near 1.
  const high = m > Math.SQRT2;
  const f = (high ? 0.5 * m : m) - 1;
  const exponent = high ? k + 1 : k;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (odd + even)) + exponent * LN2_LOW) - f);
}
