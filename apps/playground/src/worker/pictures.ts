import type { Tensor } from '@tensorflow/tfjs-core';
import type { Pictures } from '../protocol';

/** Reads images [count, height, width, channels] in [0, 1], and disposes them. */
export async function toPictures(images: Tensor): Promise<Pictures> {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  try {
    const values = await images.data();
    const bytes = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
    return { count, height, width, channels, bytes };
  } finally {
    images.dispose();
  }
}
