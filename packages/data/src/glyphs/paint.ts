/** Light ink over a dark ground, so that a digit can be read in any two hues: bytes [pixels, 3]. */
export function paint(coverage: Float64Array, inkHue: number, groundHue: number): Uint8Array {
  const ink = rgb(inkHue, 0.6, 1);
  const ground = rgb(groundHue, 0.7, 0.35);
  const out = new Uint8Array(coverage.length * 3);
  for (let i = 0; i < out.length; i++) {
    const from = ground[i % 3] as number;
    const to = ink[i % 3] as number;
    out[i] = Math.floor((from + (coverage[(i - (i % 3)) / 3] as number) * (to - from)) * 255 + 0.5);
  }
  return out;
}

/** HSV to RGB (A. R. Smith 1978, "Color gamut transform pairs"), all in [0, 1]. */
function rgb(hue: number, saturation: number, value: number): readonly number[] {
  return [5, 3, 1].map((offset) => {
    const sector = (offset + hue * 6) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(sector, 4 - sector, 1)));
  });
}
