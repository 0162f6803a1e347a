/**
 * GLSL of the circular functions and their inverses to the digits of float32, where GLSL promises about three. Polynomials
 * of S. L. Moshier, Cephes Mathematical Library, 1992 (sinf.c, asinf.c, atanf.c). Multiples of π/2 are taken off in three parts,
 * which is exact to |x| ≈ 10⁴; beyond that digits are lost as x grows.
 */
export const circular = `
  const float halfPi = 1.5707963267948966;

  /** What is left of x without the next multiple of π/2, and how many there were, modulo 4. */
  float reduced(float x, out int quadrant) {
    float n = floor(x / halfPi + 0.5);
    quadrant = int(n - 4.0 * floor(0.25 * n));
    return ((x - n * 1.5703125) - n * 4.837512969970703e-4) - n * 7.549789954891882e-8;
  }

  float sinNearZero(float x) {
    float z = x * x;
    return x + x * z * (-1.6666654611e-1 + z * (8.3321608736e-3 - z * 1.9515295891e-4));
  }

  float cosNearZero(float x) {
    float z = x * x;
    return 1.0 - 0.5 * z + z * z * (4.166664568298827e-2 + z * (-1.388731625493765e-3 + z * 2.443315711809948e-5));
  }

  float sine(float x, int turned) {
    int quadrant;
    float r = reduced(x, quadrant);
    quadrant = (quadrant + turned) & 3;
    float y = (quadrant & 1) == 0 ? sinNearZero(r) : cosNearZero(r);
    return quadrant < 2 ? y : -y;
  }

  float tangent(float x) {
    int quadrant;
    float r = reduced(x, quadrant);
    return (quadrant & 1) == 0 ? sinNearZero(r) / cosNearZero(r) : -cosNearZero(r) / sinNearZero(r);
  }

  /** For 0 ≤ x ≤ 1/2. */
  float arcsinNearZero(float x) {
    float z = x * x;
    float y = ((4.2163199048e-2 * z + 2.4181311049e-2) * z + 4.5470025998e-2) * z + 7.4953002686e-2;
    return x + x * z * (y * z + 1.6666752422e-1);
  }

  float arcsin(float x) {
    float a = abs(x);
    return sign(x) * (a > 0.5 ? halfPi - 2.0 * arcsinNearZero(sqrt(0.5 * (1.0 - a))) : arcsinNearZero(a));
  }

  float arccos(float x) {
    if (abs(x) <= 0.5) return halfPi - arcsin(x);
    float y = 2.0 * arcsinNearZero(sqrt(0.5 * (1.0 - abs(x))));
    return x > 0.0 ? y : 2.0 * halfPi - y;
  }

  float arctan(float x) {
    float a = abs(x);
    float start = 0.0;
    if (a > 2.414213562373095) {
      start = halfPi;
      a = -1.0 / a;
    } else if (a > 0.4142135623730950) {
      start = 0.5 * halfPi;
      a = (a - 1.0) / (a + 1.0);
    }
    float z = a * a;
    float y = ((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1;
    return sign(x) * (start + (a + a * z * y));
  }
`;
