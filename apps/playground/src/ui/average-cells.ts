/** Pixels of the pad along one pixel of the model. */
export const SCALE = 10;

/** Means of the red of squares of SCALE × SCALE pixels: RGBA bytes to [height, width] in [0, 1]. */
export function averageCells(rgba: Uint8ClampedArray, width: number, height: number): Float32Array {
  const cells = new Float32Array(width * height);
  const across = width * SCALE;
  for (let y = 0; y < height * SCALE; y++)
    for (let x = 0; x < across; x++) {
      const cell = Math.floor(y / SCALE) * width + Math.floor(x / SCALE);
      cells[cell] = (cells[cell] ?? 0) + (rgba[4 * (y * across + x)] ?? 0) / (255 * SCALE * SCALE);
    }
  return cells;
}
