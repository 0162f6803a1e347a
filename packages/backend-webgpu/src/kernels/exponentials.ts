/**
 * WGSL functions that keep their relative accuracy near their zeros, where WGSL promises an absolute one at most, and that
 * are defined at 0 and at infinity, where WGSL promises nothing.
 *
 *     expm1(x) = x (1 + x/2 (1 + x/3 (…)))                 |x| ≤ 1/2, by Taylor's series to the ninth power
 *     log1p(x) = 2 artanh(s) = 2 s (1 + s²/3 + s⁴/5 + …)   |x| ≤ 1/2, s = x / (2 + x), |s| ≤ 1/3
 */
export const exponentials = `
  const ln2 = 0.6931471805599453;

  fn expm1(x : f32) -> f32 {
    if (abs(x) > 0.5) { return exp(x) - 1.0; }
    var y = 1.0;
    for (var n = 9.0; n > 1.0; n -= 1.0) { y = 1.0 + x / n * y; }
    return x * y;
  }

  fn log1pNearZero(x : f32) -> f32 {
    let s = x / (2.0 + x);
    var y = 0.0;
    for (var n = 15.0; n > 0.0; n -= 2.0) { y = 1.0 / n + s * s * y; }
    return 2.0 * s * y;
  }

  fn ln(x : f32) -> f32 {
    if (x < 0.0) { return uniforms.NAN; }
    if (x == 0.0) { return -uniforms.INFINITY; }
    if (x == uniforms.INFINITY) { return x; }
    if (abs(x - 1.0) > 0.5) { return log(x); }
    return log1pNearZero(x - 1.0);
  }

  fn log1p(x : f32) -> f32 {
    if (abs(x) > 0.5) { return ln(1.0 + x); }
    return log1pNearZero(x);
  }
`;
