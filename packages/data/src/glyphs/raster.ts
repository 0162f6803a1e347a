import type { Lines } from './outline';

/**
 * How much of each pixel ink covers, in [0, 1], [size, size]: the distance from the pixel's middle to the nearest
 * line, cut off over one pixel around the radius of the pen. Coordinates are in pixels.
 */
export function rasterize(lines: Lines, radius: number, size: number): Float64Array {
  const reach = radius + 0.5;
  const nearest = new Float64Array(size * size).fill(reach * reach); // squares of distances
  for (let i = 0; i < lines.length; i += 4) {
    const x0 = lines[i] as number;
    const y0 = lines[i + 1] as number;
    const dx = (lines[i + 2] as number) - x0;
    const dy = (lines[i + 3] as number) - y0;
    const length2 = dx * dx + dy * dy;
    const inverse = length2 > 0 ? 1 / length2 : 0;
    const left = Math.max(0, Math.ceil(Math.min(x0, x0 + dx) - reach - 0.5));
    const right = Math.min(size - 1, Math.floor(Math.max(x0, x0 + dx) + reach - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(y0, y0 + dy) - reach - 0.5));
    const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y0 + dy) + reach - 0.5));
    for (let row = top; row <= bottom; row++) {
      const py = row + 0.5 - y0;
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x0;
        let along = (px * dx + py * dy) * inverse;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = px - along * dx;
        const ey = py - along * dy;
        const distance2 = ex * ex + ey * ey;
        const at = row * size + column;
        if (distance2 < (nearest[at] as number)) nearest[at] = distance2;
      }
    }
  }
  for (let i = 0; i < nearest.length; i++) {
    nearest[i] = Math.min(1, Math.max(0, reach - Math.sqrt(nearest[i] as number)));
  }
  return nearest;
}
