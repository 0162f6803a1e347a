import { ArgumentError } from '@jensenjs/core';
import { type Activation, checkActivation } from '../activations';
import { checkWidth } from '../shapes';

/** Of one picture; a grey one has 1 channel, and the channels of a condition count too. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** What all convolutional networks have. */
export interface ConvOptions {
  /** Channels of the convolutions, from the input to the output. Each has stride 2. */
  readonly channels: readonly number[];
  /** Height and width of the kernels; 4 when left out. */
  readonly kernelSize?: number;
}

/**
 * Divisible by the stride, so that every output of a transposed convolution sums equally many terms; other sizes draw
 * checkerboards (A. Odena, V. Dumoulin & C. Olah 2016, "Deconvolution and Checkerboard Artifacts"). And as even as the
 * images, so that padding is the same on both sides.
 */
export const KERNEL_SIZE = 4;

/** @throws ArgumentError for channels, a kernel size or activations that no network can have. */
export function checkConv(
  where: string,
  { channels, kernelSize = KERNEL_SIZE }: ConvOptions,
  activations: readonly Activation[],
): void {
  if (!Array.isArray(channels) || channels.length === 0)
    throw new ArgumentError(
      where,
      `channels must hold one width for each convolution, such as [32, 64], got ${JSON.stringify(channels)}.`,
    );
  for (const width of channels as readonly number[]) checkWidth(where, 'channels', width);
  if (!Number.isInteger(kernelSize) || kernelSize < 2)
    throw new ArgumentError(
      where,
      `kernelSize must be an integer ≥ 2, since convolutions of stride 2 would leave pixels out, got ${kernelSize}.`,
    );
  for (const activation of activations) checkActivation(where, activation);
}

/** @throws ArgumentError unless a shape is three positive integers; `name` is the option that holds it. */
export function checkImage(where: string, name: string, image: ImageShape): void {
  if (!Array.isArray(image) || image.length !== 3)
    throw new ArgumentError(
      where,
      `${name} must be [height, width, channels], got ${JSON.stringify(image)}. A grey picture has 1 channel.`,
    );
  for (const size of image as readonly number[]) checkWidth(where, name, size);
}

/** The grid [height, width] that `levels` doublings turn into the image. @throws ArgumentError when there is none. */
export function gridFor(where: string, [height, width]: ImageShape, levels: number): [number, number] {
  const factor = 2 ** levels;
  if (height % factor === 0 && width % factor === 0) return [height / factor, width / factor];
  const most = Math.min(...[height, width].map((size) => Math.log2(size & -size))); // twos in the size
  const [nextHeight, nextWidth] = [height, width].map((size) => factor * Math.ceil(size / factor));
  throw new ArgumentError(
    where,
    `${levels} convolutions double a grid to multiples of ${factor}, got an output of ${height} by ${width}.` +
      ` Pad the images to ${nextHeight} by ${nextWidth}${most > 0 ? `, or pass at most ${most} channels` : ''}.`,
  );
}
