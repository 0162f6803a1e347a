import { expect, test } from 'vitest';
import { toPixels } from './image-file';

const rgba = Uint8ClampedArray.of(255, 255, 255, 255, 255, 0, 0, 255, 255, 255, 255, 51, 0, 0, 0, 255);

test('brightness is that of the eye, over black where the image is transparent', () => {
  const expected = [1, 0.299, 0.2, 0];
  toPixels(rgba, 1).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN));
});

test('colours stay as they are', () => {
  const expected = [1, 1, 1, 1, 0, 0, 0.2, 0.2, 0.2, 0, 0, 0];
  toPixels(rgba, 3).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN));
});
