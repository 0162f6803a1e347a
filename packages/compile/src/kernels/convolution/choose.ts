import type { Emitter } from '../../onnx/emitter';
import * as direct from './direct';
import type { Geometry } from './geometry';
import * as products from './products';

/** Writes the nodes of one of the three parts of a convolution, from the ONNX names of its operands; the name of the result. */
export type Method = (emit: Emitter, first: string, second: string, geometry: Geometry) => string;

/** The three parts of a convolution, which share their windows if all are computed in one way. */
export interface Methods {
  readonly forward: Method;
  readonly inputGradient: Method;
  readonly filterGradient: Method;
}

/** Channels of the image up to which Conv is as fast: rows of so few numbers are not worth copying one by one. */
const FEW = 4;
/** Numbers in the windows of a batch up to which they are copied, to leave some memory: 256 MiB. */
const MANY = 2 ** 26;

/**
 * The nodes of ONNX that compute a convolution fastest on processors. Only sizes decide, so that the parts agree and results do not
 * depend on the machine.
 */
export function methodsFor({ batch, inputs, outputs, output, input, filter, strides, dilations }: Geometry): Methods {
  const size = filter[0] * filter[1];
  const windows = batch * output[0] * output[1] * size * inputs;
  const neighbours = (batch * input[0] * input[1] * size * outputs) / (strides[0] * strides[1]) ** 2;
  const dilated = dilations.some((dilation) => dilation > 1);
  return inputs <= FEW || dilated || Math.max(windows, neighbours) > MANY ? direct : products;
}
