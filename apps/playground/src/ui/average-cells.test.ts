import { expect, test } from 'vitest';
import { averageCells, SCALE } from './average-cells';

test('each cell is the mean of its square', () => {
  const [width, height] = [3, 2];
  const across = width * SCALE;
  const rgba = new Uint8ClampedArray(4 * across * height * SCALE);
  // The right half of the last cell is white.
  for (let y = SCALE; y < 2 * SCALE; y++)
    for (let x = 2.5 * SCALE; x < 3 * SCALE; x++) rgba[4 * (y * across + x)] = 255;
  const cells = averageCells(rgba, width, height);
  expect(cells.length).toBe(6);
  expect([...cells.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
  expect(cells[5]).toBeCloseTo(0.5);
});
