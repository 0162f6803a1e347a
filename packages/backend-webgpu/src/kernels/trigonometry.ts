/**
 * WGSL functions of full accuracy, where WGSL promises an absolute error of 2⁻¹¹ for sin and cos and of 4096 units in the last place
 * for the others. Polynomials of Moshier, Cephes mathematical library (single precision): sinf.c, asinf.c, atanf.c.
 * Of sin, cos and tan the accuracy is absolute, and decreases from |x| ≈ 10⁴ on.
 */
export const trigonometry = `
  const halfPi = 1.5707963267948966;

  // sin(x + quarters · π/2)
  fn sine(x : f32, quarters : i32) -> f32 {
    if (isinf(x)) { return uniforms.NAN; }
    let turns = round(x / halfPi);
    let r = ((x - turns * 1.5703125) - turns * 4.837512969970703e-4) - turns * 7.549789948768648e-8;
    let z = r * r;
    let quarter = (i32(turns - 4.0 * floor(turns / 4.0)) + quarters) & 3;
    let s = r + r * z * (-1.6666654611e-1 + z * (8.3321608736e-3 - z * 1.9515295891e-4));
    let c = 1.0 - 0.5 * z + z * z * (4.166664568298827e-2 + z * (-1.388731625493765e-3 + z * 2.443315711809948e-5));
    let y = select(s, c, (quarter & 1) == 1);
    return select(y, -y, quarter > 1);
  }

  // 0 ≤ x ≤ 1/2
  fn arcsine(x : f32) -> f32 {
    let z = x * x;
    let y = 7.4953002686e-2 + z * (4.5470025998e-2 + z * (2.4181311049e-2 + z * 4.2163199048e-2));
    return x + x * z * (1.6666752422e-1 + z * y);
  }

  // x ≥ 0
  fn arctangent(x : f32) -> f32 {
    var a = x;
    var start = 0.0;
    if (x > 2.414213562373095) { a = -1.0 / x; start = halfPi; }
    else if (x > 0.4142135623730950) { a = (x - 1.0) / (x + 1.0); start = 0.5 * halfPi; }
    let z = a * a;
    let y = -3.33329491539e-1 + z * (1.99777106478e-1 + z * (-1.38776856032e-1 + z * 8.05374449538e-2));
    return start + (a + a * z * y);
  }
`;
