/**
 * GLSL functions that keep their relative accuracy near their zeros, where GLSL promises an absolute one at most, and that
 * are defined at 0 and at infinity, where GLSL promises nothing.
 *
 *     expm1(x) = x (1 + x/2 (1 + x/3 (…)))                 |x| ≤ 1/2, by Taylor's series to the ninth power
 *     log1p(x) = 2 artanh(s) = 2 s (1 + s²/3 + s⁴/5 + …)   |x| ≤ 1/2, s = x / (2 + x), |s| ≤ 1/3
 */
export const exponentials = `
  const float infinity = uintBitsToFloat(0x7f800000u);
  const float ln2 = 0.6931471805599453;

  float expm1(float x) {
    if (abs(x) > 0.5) return exp(x) - 1.0;
    float y = 1.0;
    for (float n = 9.0; n > 1.0; n -= 1.0) y = 1.0 + x / n * y;
    return x * y;
  }

  float log1pNearZero(float x) {
    float s = x / (2.0 + x);
    float y = 0.0;
    for (float n = 15.0; n > 0.0; n -= 2.0) y = 1.0 / n + s * s * y;
    return 2.0 * s * y;
  }

  float ln(float x) {
    if (x < 0.0) return NAN;
    if (x == 0.0) return -infinity;
    return abs(x - 1.0) > 0.5 ? log(x) : log1pNearZero(x - 1.0);
  }

  float log1p(float x) {
    return abs(x) > 0.5 ? ln(1.0 + x) : log1pNearZero(x);
  }
`;
