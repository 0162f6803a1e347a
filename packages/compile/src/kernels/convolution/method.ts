import type { Emitter } from '../../onnx/emitter';
import type { Geometry } from './geometry';

/** Writes the nodes of a part of a convolution, from the ONNX names of its operands and of a bias, if there is one; the name of the result. */
export type Method = (emit: Emitter, first: string, second: string, geometry: Geometry, bias?: string) => string;
