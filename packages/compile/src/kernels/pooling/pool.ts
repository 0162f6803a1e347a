import { UnsupportedError } from '@jensenjs/core';
import type { Attributes, Operation, Signature } from '../../graph/graph';
import {
  normalizedWindows,
  perAxis,
  requireCells,
  requireChannelsLast,
  requireShape,
  type WindowAxis,
  windowAxes,
} from '../windows/axes';

/** A pool as its kernel's attributes tell. */
export interface Pool {
  readonly axes: readonly WindowAxis[];
  /** Of the result. */
  readonly shape: readonly number[];
  /** In their one form. */
  readonly attributes: Attributes;
}

/** The pool of a kernel over images, or volumes, of this shape. @throws UnsupportedError as the checks of windows do. */
export function poolOf(kernel: string, spatialRank: number, image: readonly number[], attributes: Attributes): Pool {
  if (image.length !== spatialRank + 2)
    throw new UnsupportedError(kernel, `expected a tensor of rank ${spatialRank + 2}, got [${image.join(', ')}].`);
  requireChannelsLast(kernel, attributes);
  const filterSize = perAxis(attributes.filterSize, spatialRank);
  const normalized = { filterSize, ...normalizedWindows(attributes, spatialRank) };
  const axes = windowAxes(image, filterSize, normalized);
  requireCells(kernel, axes);
  return {
    axes,
    shape: [image[0] ?? 1, ...axes.map(({ out }) => out), image[spatialRank + 1] ?? 1],
    attributes: normalized,
  };
}

/** The same for a backprop kernel, whose first input is dy and whose second the image. */
export function poolOfGradient(
  kernel: string,
  spatialRank: number,
  [dy, image]: readonly Signature[],
  attributes: Attributes,
): Pool {
  if (!dy || !image) throw new UnsupportedError(kernel, 'takes dy and the input of the pool.');
  const pool = poolOf(kernel, spatialRank, image.shape, attributes);
  requireShape(kernel, dy.shape, pool.shape);
  return pool;
}

/** The windows of an operation whose attributes are normalised. */
export const axesOf = (image: Signature, { attributes }: Operation): WindowAxis[] =>
  windowAxes(image.shape, attributes.filterSize as readonly number[], attributes);

/** The volume of a window, in cells. */
export const volume = (axes: readonly WindowAxis[]): number => axes.reduce((cells, { filter }) => cells * filter, 1);

/** Whether every window is the one cell of its place. */
export const isIdentity = (axes: readonly WindowAxis[]): boolean =>
  axes.every(({ size, filter, stride, before, out }) => filter === 1 && stride === 1 && before === 0 && out === size);
