import type { ImageShape } from '@jensenjs/app-models';

/**
 * The pixels of an image file, [height, width, channels] in [0, 1]; one channel is the brightness.
 * @throws Error when the browser cannot read it, or it has another size than the model's images
 */
export async function readImageFile(
  file: File,
  { image: [height, width, channels] }: ImageShape,
): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(
      `${file.name} cannot be read as an image. It is damaged, or of a kind that this browser does not know.`,
    );
  });
  try {
    if (bitmap.width !== width || bitmap.height !== height)
      throw new Error(
        `${file.name} is ${bitmap.width} × ${bitmap.height} pixels, and the model takes ${width} × ${height}. ` +
          'Give it an image of that size, white on black.',
      );
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error(`${file.name} cannot be drawn: this browser refuses a canvas.`);
    context.drawImage(bitmap, 0, 0);
    return toPixels(context.getImageData(0, 0, width, height).data, channels);
  } finally {
    bitmap.close();
  }
}

/** Weights of red, green and blue in brightness (ITU-R BT.601). */
const BRIGHTNESS = [0.299, 0.587, 0.114] as const;

/** From RGBA bytes over black to [height, width, channels]. */
export function toPixels(rgba: Uint8ClampedArray, channels: number): Float32Array {
  const count = rgba.length / 4;
  const pixels = new Float32Array(count * channels);
  for (let i = 0; i < count; i++) {
    const opacity = (rgba[4 * i + 3] ?? 0) / 255;
    const colour = BRIGHTNESS.map((_, c) => ((rgba[4 * i + c] ?? 0) / 255) * opacity);
    if (channels === 1) pixels[i] = BRIGHTNESS.reduce((sum, weight, c) => sum + weight * (colour[c] ?? 0), 0);
    else for (let c = 0; c < channels; c++) pixels[i * channels + c] = colour[c] ?? 0;
  }
  return pixels;
}
