import { sizeOf } from '@jensenjs/core';
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Attributes, DataType, Signature } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { demand, ONNX_TYPE } from './elementwise';
import { inputAt, numbers } from './read';
import type { Primitive, Rows } from './row';

/** What sets one reduction apart from another. */
interface Reduction {
  readonly kernel: string;
  /** The operator of ONNX. */
  readonly op: string;
  /** Types of x. */
  readonly of: readonly DataType[];
  /** The attribute that names the axes; `axis` when left out. */
  readonly axesName?: string;
  /** Type of the result, and of x before it is reduced. */
  readonly to?: (dtype: DataType) => DataType;
}

/** x without the axes given, or all when there are none given, or with them as 1 under `keepDims`. */
function reduction({ kernel, op, of, axesName = 'axis', to = (dtype) => dtype }: Reduction): Primitive {
  return {
    inputs: ['x'],
    infer(inputs, attributes) {
      const x = inputAt(kernel, inputs);
      demand(kernel, x, of);
      const axes = axesOf(x, attributes[axesName]);
      const keepDims = attributes.keepDims === true;
      const [without] = backend_util.computeOutAndReduceShapes([...x.shape], axes);
      const shape = keepDims ? backend_util.expandShapeToKeepDim(without, axes) : without;
      return { outputs: [{ shape, dtype: to(x.dtype) }], attributes: { [axesName]: axes, keepDims } };
    },
    lower(emit, { inputs, outputs, attributes }) {
      const [x, y] = [inputAt(kernel, inputs), inputAt(kernel, outputs)];
      const converted = convert(emit, emit.name(x), x.dtype, y.dtype);
      const axes = numbers(kernel, attributes[axesName]);
      if (axes.every((axis) => x.shape[axis] === 1))
        return [axes.length === 0 || attributes.keepDims === true ? converted : reshape(emit, converted, y.shape)];
      const isBool = y.dtype === 'bool';
      const numbersOf = isBool ? emit.node('Cast', [converted], { to: ONNX_TYPE.uint8 }) : converted;
      // To one number: over a vector, since dimensions of one element slow ONNX Runtime down tenfold.
      const isTotal = x.shape.length > 1 && sizeOf(y.shape) === 1;
      const reduced = isTotal
        ? reshape(emit, emit.node(op, [reshape(emit, numbersOf, [-1]), emit.int64([0])], { keepdims: 0 }), y.shape)
        : emit.node(op, [numbersOf, emit.int64(axes)], { keepdims: Number(attributes.keepDims) });
      return [isBool ? emit.node('Cast', [reduced], { to: ONNX_TYPE.bool }) : reduced];
    },
  };
}

/** The axes of a kernel that takes one, several, or none for all: in [0, rank), ascending. */
function axesOf({ shape }: Signature, attribute: Attributes[string]): number[] {
  return util.parseAxisParam(attribute as number | number[], [...shape]).sort((a, b) => a - b);
}

const convert = (emit: Emitter, x: string, from: DataType, to: DataType): string =>
  from === to ? x : emit.node('Cast', [x], { to: ONNX_TYPE[to] });

const reshape = (emit: Emitter, x: string, shape: readonly number[]): string =>
  emit.node('Reshape', [x, emit.int64(shape)]);

const all = ['float32', 'int32', 'bool'] as const;
const countable = (dtype: DataType): DataType => (dtype === 'bool' ? 'int32' : dtype);

/** Max and Min of numbers of which some are NaN may be a number; in tfjs they are NaN. */
export const reductionRows: Rows = {
  Sum: reduction({ kernel: 'Sum', op: 'ReduceSum', of: all, to: countable }),
  Prod: reduction({ kernel: 'Prod', op: 'ReduceProd', of: all, to: countable }),
  Mean: reduction({ kernel: 'Mean', op: 'ReduceMean', of: all, to: () => 'float32' }),
  Max: reduction({ kernel: 'Max', op: 'ReduceMax', of: all, axesName: 'reductionIndices' }),
  Min: reduction({ kernel: 'Min', op: 'ReduceMin', of: all }),
  All: reduction({ kernel: 'All', op: 'ReduceMin', of: ['bool'] }),
  Any: reduction({ kernel: 'Any', op: 'ReduceMax', of: ['bool'] }),
};
