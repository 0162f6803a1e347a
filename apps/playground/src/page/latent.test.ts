import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Description, Pictures, Points } from '../protocol';
import { CELLS, cellsOf, createLatent } from './latent';

const description = { kind: 'vae', settings: { latent: 3 } } as Description;
const pictures: Pictures = { count: 1, height: 1, width: 1, channels: 1, bytes: new Uint8Array(1) };

test('cells go from the top left to the bottom right of the two dimensions, and hold the others', () => {
  const cells = cellsOf([9, 8, 7], [2, 0], 3);
  expect(cells.length).toBe(CELLS * CELLS * 3);
  const half = 3 / CELLS;
  const [first, last] = [[...cells.subarray(0, 3)], [...cells.subarray(-3)]];
  [3 - half, 8, half - 3].forEach((value, i) => expect(first[i]).toBeCloseTo(value));
  [half - 3, 8, 3 - half].forEach((value, i) => expect(last[i]).toBeCloseTo(value));
  expect([...cells.subarray(3 * CELLS * Math.floor(CELLS / 2), 3 * CELLS * Math.floor(CELLS / 2) + 1)][0]).toBeCloseTo(
    0,
  );
});

test('the point stays on the map, and what is asked for is z with the label', async () => {
  const asked: Points[] = [];
  const latent = createLatent({
    description: signal<Description | undefined>(description),
    decode: (points) => {
      asked.push(points);
      return Promise.resolve(pictures);
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  latent.begin(description);
  latent.axes.value = [0, 2];
  latent.label.value = 4;
  latent.moveTo(100, -0.5);
  expect(latent.point.value).toEqual([3, 0, -0.5]);
  await expect.poll(() => latent.decoded.value).toBe(pictures);
  expect(asked.at(-1)).toEqual({ z: Float32Array.of(3, 0, -0.5), label: 4 });
});

test('the map widens until it holds nearly all digits, within reason', () => {
  const latent = createLatent({
    description: signal(description),
    decode: () => undefined,
    onTrouble: () => undefined,
  });
  latent.begin(description);
  const fit = (...means: number[]): number => {
    latent.fit({ means: Float32Array.from(means), labels: new Int32Array(0) });
    return latent.extent.value;
  };
  expect(fit(0.1, -1, 2)).toBe(3);
  expect(fit(...Array.from({ length: 200 }, () => -4.5), 50)).toBe(5);
  expect(fit(0)).toBe(5);
  expect(fit(100, 100, 100)).toBe(6);
});
