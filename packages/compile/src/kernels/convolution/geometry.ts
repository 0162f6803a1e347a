import { UnsupportedError } from '@jensenjs/core';
import { backend_util } from '@tensorflow/tfjs-core';
import type { Attributes, Operation } from '../../graph/graph';

/** Sizes of a convolution over images [batch, height, width, channels]; pairs are [vertical, horizontal]. */
export interface Geometry {
  readonly batch: number;
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  /** Channels. */
  readonly inputs: number;
  /** Channels. */
  readonly outputs: number;
  readonly filter: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Rows above, columns to the left of the image. */
  readonly before: readonly [number, number];
  /** Rows below, columns to the right, as far as windows reach. */
  readonly after: readonly [number, number];
}

/**
 * The geometry of a kernel of tfjs on images [batch, height, width, channels] and filters
 * [height, width, inputs, outputs]. Padding is cut to what windows reach.
 *
 * @throws {UnsupportedError} Images with channels first, or numbers that are none of a convolution.
 */
export function geometry(
  kernel: string,
  image: readonly number[],
  filter: readonly number[],
  attributes: Attributes,
): Geometry {
  if (attributes.dataFormat !== undefined && attributes.dataFormat !== 'NHWC')
    throw new UnsupportedError(
      kernel,
      `expected dataFormat NHWC, got ${String(attributes.dataFormat)}. Transpose the images.`,
    );
  const { strides, dilations, pad, dimRoundingMode } = attributes as unknown as {
    strides: number | [number, number];
    dilations?: number | [number, number];
    pad: 'valid' | 'same' | number;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  const info = backend_util.computeConv2DInfo(
    image as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
  if (info.inChannels !== filter[2])
    throw new UnsupportedError(
      kernel,
      `images [${image.join(', ')}] and filter [${filter.join(', ')}] differ in their input channels. Make them equal.`,
    );
  const { top, left } = info.padInfo;
  const reach = (out: number, stride: number, window: number, size: number, before: number): number =>
    Math.max(0, (out - 1) * stride + window - size - before);
  return {
    batch: info.batchSize,
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
    inputs: info.inChannels,
    outputs: info.outChannels,
    filter: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [top, left],
    after: [
      reach(info.outHeight, info.strideHeight, info.effectiveFilterHeight, info.inHeight, top),
      reach(info.outWidth, info.strideWidth, info.effectiveFilterWidth, info.inWidth, left),
    ],
  };
}

/** Attributes in their one form, with the names of tfjs, which reads them to the same geometry. */
export function normalised({ strides, dilations, before, after }: Geometry): Attributes {
  return {
    strides,
    dilations,
    pad: [
      [0, 0],
      [before[0], after[0]],
      [before[1], after[1]],
      [0, 0],
    ],
    dataFormat: 'NHWC',
    dimRoundingMode: 'floor',
  };
}

/** [batch, height, width, channels]. */
export const imageShape = ({ batch, input, inputs }: Geometry): number[] => [batch, ...input, inputs];
/** [batch, height, width, channels]. */
export const resultShape = ({ batch, output, outputs }: Geometry): number[] => [batch, ...output, outputs];
/** [height, width, inputs, outputs]. */
export const filterShape = ({ filter, inputs, outputs }: Geometry): number[] => [...filter, inputs, outputs];

/** The geometry of an operation whose attributes are normalised: its image and filter shapes by its kernel. */
export function geometryOf({ kernel, inputs, attributes }: Operation): Geometry {
  const [first, second] = inputs.map(({ shape }) => shape);
  const image = kernel === 'Conv2DBackpropInput' ? attributes.inputShape : first;
  const filter = kernel === 'Conv2DBackpropFilter' ? attributes.filterShape : second;
  return geometry(kernel, image as readonly number[], filter as readonly number[], attributes);
}
