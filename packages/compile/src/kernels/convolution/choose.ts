import type { Emitter } from '../../onnx/emitter';
import * as direct from './direct';
import type { Geometry } from './geometry';
import * as products from './products';

/** Writes the nodes of a part of a convolution, from the ONNX names of its operands; the name of the result. */
export type Method = (emit: Emitter, first: string, second: string, geometry: Geometry) => string;

/** The three parts of a convolution. */
export interface Methods {
  /** With the ONNX name of a bias, if there is one. */
  readonly forward: (emit: Emitter, image: string, filter: string, geometry: Geometry, bias?: string) => string;
  readonly inputGradient: Method;
  readonly filterGradient: Method;
}

/** Channels of an image up to which Conv is faster: windows of so few numbers are not worth copying one by one. */
const FEW = 2;
/** Columns of a product below which ONNX Runtime's kernels leave registers empty. */
const NARROW = 16;
/** Numbers in the windows of a batch above which they are not copied, to leave some memory: 256 MiB. */
const MANY = 2 ** 26;

/**
 * The nodes of ONNX that compute a convolution fastest on processors when its filter changes from run to run: products of windows,
 * which the forward pass and the gradient of the filter share, or Conv and ConvTranspose. Only sizes decide.
 */
export function methodsFor(geometry: Geometry): Methods {
  const { batch, inputs, outputs, output, input, filter, strides, dilations } = geometry;
  const taps = filter[0] * filter[1];
  const block = strides[0] * strides[1];
  const isDilated = dilations.some((dilation) => dilation > 1);
  const windows = batch * output[0] * output[1] * taps * inputs;
  const neighbours = (batch * input[0] * input[1] * taps * outputs) / block ** 2;
  const filters = inputs <= FEW || isDilated || windows > MANY ? direct : products;
  const images = (block * inputs < NARROW && taps > 1) || isDilated || neighbours > MANY ? direct : products;
  return {
    forward: filters.forward,
    inputGradient: images.inputGradient,
    filterGradient: filters.filterGradient,
  };
}
