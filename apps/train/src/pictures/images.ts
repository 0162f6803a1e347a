import type { Tensor } from '@tensorflow/tfjs-core';
import type { Images } from './raster';

/** Takes over a tensor [count, height, width, 1] of values in [0, 1]. */
export async function toImages(from: Tensor): Promise<Images> {
  const [count = 0, height = 0, width = 0] = from.shape;
  const pixels = Float32Array.from(await from.data());
  from.dispose();
  return { count, height, width, pixels };
}
