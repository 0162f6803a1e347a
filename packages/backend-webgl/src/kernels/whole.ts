/** GLSL: a number as it becomes one of an Int32Array. */
export const whole32 = `
  float whole(float x) {
    if (isnan(x) || isinf(x)) return 0.0;
    x = trunc(x);
    return x - 4294967296.0 * floor(x / 4294967296.0 + 0.5);
  }
`;
