import type { Pictures } from '../protocol';

/** One of the pictures, for a canvas. */
export function imageData({ height, width, channels, bytes }: Pictures, index: number): ImageData {
  const image = new ImageData(width, height);
  const offset = index * height * width * channels;
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[offset + i * channels + (channels === 3 ? c : 0)] ?? 0;
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** Paints pictures in rows of `columns`, with `gap` pixels between them, one pixel of a picture by one of the canvas. */
export function paintTiles(canvas: HTMLCanvasElement, pictures: Pictures, columns: number, gap: number): void {
  const { count, height, width } = pictures;
  const rows = Math.ceil(count / columns);
  const [fullWidth, fullHeight] = [columns * (width + gap) - gap, rows * (height + gap) - gap];
  if (canvas.width !== fullWidth) canvas.width = fullWidth;
  if (canvas.height !== fullHeight) canvas.height = fullHeight;
  const context = canvas.getContext('2d');
  if (!context) return;
  for (let i = 0; i < count; i++)
    context.putImageData(
      imageData(pictures, i),
      (i % columns) * (width + gap),
      Math.floor(i / columns) * (height + gap),
    );
}
