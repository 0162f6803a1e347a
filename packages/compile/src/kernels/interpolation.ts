/** How a line of `from` pixels becomes one of `to`. */
export interface Line {
  readonly from: number;
  readonly to: number;
  /** The outermost pixels stay where they are. */
  readonly alignCorners: boolean;
  /** Pixels lie at the middle of their cell, not at its begin. */
  readonly halfPixelCenters: boolean;
}

export type Interpolation = 'bilinear' | 'nearest';

/** Pixels of the old line per pixel of the new one. */
function ratio({ from, to, alignCorners }: Line): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** For each new pixel the old one that tfjs takes for the nearest: [to]. */
export function nearestSource(line: Line): Int32Array {
  const { from, to, alignCorners, halfPixelCenters } = line;
  return Int32Array.from({ length: to }, (_, i) => {
    const place = ratio(line) * (halfPixelCenters ? i + 0.5 : i);
    return Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place));
  });
}

/** The share of each old pixel in each new one: [to, from], row-major. Rows sum to 1. */
export function weights(interpolation: Interpolation, line: Line): Float32Array {
  const { from, to, halfPixelCenters } = line;
  const shares = new Float32Array(to * from);
  if (interpolation === 'nearest') {
    for (const [i, source] of nearestSource(line).entries()) shares[i * from + source] = 1;
    return shares;
  }
  for (let i = 0; i < to; i++) {
    const place = halfPixelCenters ? ratio(line) * (i + 0.5) - 0.5 : ratio(line) * i;
    const [low, high] = [Math.max(0, Math.floor(place)), Math.min(from - 1, Math.ceil(place))];
    const share = low === high ? 0 : place - low;
    shares[i * from + low] = 1 - share;
    if (low !== high) shares[i * from + high] = share;
  }
  return shares;
}
