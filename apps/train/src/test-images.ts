import type { HostArray } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';

/** Some images in their order, [count, height, width, channels], in [0, 1]. */
export function testImages(dataset: Dataset, from: number, count: number): HostArray {
  const [, height, width, channels] = dataset.shape;
  const size = height * width * channels;
  const bytes = dataset.images.subarray(from * size, (from + count) * size);
  return { shape: [count, height, width, channels], dtype: 'float32', data: Float32Array.from(bytes, (b) => b / 255) };
}
