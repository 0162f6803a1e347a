import { backend_util } from '@tensorflow/tfjs-core';
import type { KernelArguments } from '../backend';
import { type Axis, axes2d, axes3d, isNamed } from './windows';

interface Windows {
  readonly axes: readonly Axis[];
  /** Whether TensorFlow knows the padding. */
  readonly isNamed: boolean;
}

export type WindowsOf = (shape: readonly number[], attrs: KernelArguments['attrs']) => Windows;

interface Attributes {
  readonly filterSize: number;
  readonly strides: number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Of pools over [batch, height, width, channels]. */
export const windows2d: WindowsOf = (shape, attrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return { axes: axes2d(info), isNamed: isNamed(info) };
};

/** Of pools over [batch, depth, height, width, channels]. */
export const windows3d: WindowsOf = (shape, attrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
  const volume = shape as [number, number, number, number, number];
  const info = backend_util.computePool3DInfo(volume, filterSize, strides, 1, pad, dimRoundingMode);
  return { axes: axes3d(info), isNamed: isNamed(info) };
};

export const valid = (attrs: KernelArguments['attrs']): KernelArguments['attrs'] => ({ ...attrs, pad: 'valid' });
/** What lies beyond the border for a maximum. */
export const OUTSIDE = Number.NEGATIVE_INFINITY;
