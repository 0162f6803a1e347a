import type { Emitter } from '../../onnx/emitter';

/** In place of an index: a row of zeros. */
const ZEROS = -1;

/**
 * Rows of each image, copied in this order by one Gather: that is how windows are laid side by side, and pixels put where they belong.
 *
 * @param images [batch, …], of which each image is `count` rows of `channels` numbers.
 * @param indices Into these rows, or `ZEROS`.
 * @returns [batch · indices.length / width, width · channels], with `width` rows side by side.
 */
export function gatherRows(
  emit: Emitter,
  images: string,
  [count, channels]: readonly [number, number],
  indices: readonly number[],
  width: number,
): string {
  const shape = emit.int64([-1, width * channels]);
  if (indices.length === count && indices.every((index, i) => index === i))
    return emit.node('Reshape', [images, shape]);
  const rows = emit.node('Reshape', [images, emit.int64([-1, count, channels])]);
  const padded = indices.includes(ZEROS) ? emit.node('Pad', [rows, emit.int64([0, 0, 0, 0, 1, 0])]) : rows;
  const resolved = Int32Array.from(indices, (index) => (index === ZEROS ? count : index));
  return emit.node('Reshape', [
    emit.node('Gather', [padded, emit.constant(resolved, [indices.length])], { axis: 1 }),
    shape,
  ]);
}

/** 0 … count − 1. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Each pair of a vertical and a horizontal element, vertical first. */
export const grid = <T>(vertical: readonly T[], horizontal: readonly T[]): [T, T][] =>
  vertical.flatMap((y) => horizontal.map((x): [T, T] => [y, x]));

/** The rows of an image [height, width] at places that may lie outside. */
export const places = ([height, width]: readonly [number, number], at: readonly [number, number][]): number[] =>
  at.map(([y, x]) => (y < 0 || x < 0 || y >= height || x >= width ? ZEROS : y * width + x));
