import { backend_util, broadcast_util, type DataType, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';

/** What a kernel would return. */
interface Output {
  readonly shape: number[];
  readonly dtype: DataType;
}

/** The attributes that shapes depend on, by the names of tfjs-core's kernel_names.ts. */
export interface Attributes {
  readonly axis: number | number[];
  readonly reductionIndices: number | number[];
  readonly filterShape: number[];
  readonly inputShape: number[];
  readonly keepDims: boolean;
  readonly pad: 'same' | 'valid' | number;
  readonly begin: number[];
  readonly size: number[];
  readonly depth: number;
  readonly dim: number;
  readonly dtype: DataType;
  readonly numOrSizeSplits: number | number[];
  readonly numSegments: number;
  readonly perm: number[];
  readonly reps: number[];
  readonly shape: number[];
  readonly strides: [number, number];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Shape inference of a kernel from its inputs, in the order in which tfjs-core passes them. */
export type Rule = (inputs: readonly TensorInfo[], attributes: Attributes) => Output | Output[];

const like = ({ dtype }: TensorInfo, shape: number[]): Output => ({ shape, dtype });
const first = (inputs: readonly TensorInfo[]): TensorInfo => inputs[0] as TensorInfo;
const second = (inputs: readonly TensorInfo[]): TensorInfo => inputs[1] as TensorInfo;
const axesOf = (axis: number | number[], { shape }: TensorInfo): number[] => util.parseAxisParam(axis, shape);
/** `shape` with `count` dimensions at `at` replaced. */
const splice = (shape: number[], at: number, count: number, by: number[]): number[] => [
  ...shape.slice(0, at),
  ...by,
  ...shape.slice(at + count),
];
const insert = (shape: number[], at: number, size: number): number[] =>
  splice(shape, at < 0 ? at + shape.length + 1 : at, 0, [size]);

const same: Rule = (inputs) => like(first(inputs), first(inputs).shape);
const broadcast = (inputs: readonly TensorInfo[]): number[] =>
  inputs.map(({ shape }) => shape).reduce((a, b) => broadcast_util.assertAndGetBroadcastShape(a, b));
const binary: Rule = (inputs) => like(first(inputs), broadcast(inputs));
const comparison: Rule = (inputs) => ({ shape: broadcast(inputs), dtype: 'bool' });
const reduction: Rule = (inputs, { axis, reductionIndices, keepDims }) => {
  const axes = axesOf(axis ?? reductionIndices, first(inputs));
  const shape = first(inputs).shape.flatMap((size, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [size]));
  return like(first(inputs), shape);
};
const matMul: Rule = (inputs, { transposeA, transposeB }) => {
  const [a, b] = [first(inputs).shape, second(inputs).shape];
  const batch = broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  return like(first(inputs), [...batch, a.at(transposeA ? -1 : -2) ?? 0, b.at(transposeB ? -2 : -1) ?? 0]);
};
const convolution: Rule = (inputs, { strides, pad }) => {
  const [x, filter] = [first(inputs), second(inputs)];
  type Four = [number, number, number, number];
  const info = backend_util.computeConv2DInfo(x.shape as Four, filter.shape as Four, strides, 1, pad);
  return like(x, info.outShape);
};

const rules = (names: string, rule: Rule): [string, Rule][] => names.split(' ').map((name) => [name, rule]);

/** The kernels that dense and convolutional networks, their gradients and the distributions use. */
export const SHAPE_RULES: Readonly<Record<string, Rule>> = Object.fromEntries([
  ...rules('Abs ClipByValue Elu Erf Exp Expm1 Floor Identity LeakyRelu LogicalNot Log Log1p Neg Reciprocal Relu', same),
  ...rules('Rsqrt Sigmoid Sign Softmax LogSoftmax Softplus Sqrt Square Step Tanh ZerosLike OnesLike AddN', same),
  ...rules('FusedBatchNorm Cumsum Reverse', same),
  ...rules('Add Sub Multiply RealDiv FloorDiv Mod Maximum Minimum Pow SquaredDifference', binary),
  ...rules('Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr', comparison),
  ...rules('Conv2D FusedConv2D', convolution),
  ...rules('Conv2DBackpropInput', (inputs, { inputShape }) => like(first(inputs), inputShape)),
  ...rules('Conv2DBackpropFilter', (inputs, { filterShape }) => like(first(inputs), filterShape)),
  ...rules('Sum Mean Max Min Prod', reduction),
  ...rules('BatchMatMul _FusedMatMul', matMul),
  ...rules('IsFinite IsNan IsInf', (inputs) => ({ shape: first(inputs).shape, dtype: 'bool' })),
  ...rules('All Any', (inputs, attributes) => ({ ...(reduction(inputs, attributes) as Output), dtype: 'bool' })),
  ...rules('ArgMax', (inputs, attributes) => ({ ...(reduction(inputs, attributes) as Output), dtype: 'int32' })),
  ...rules('Cast', (inputs, { dtype }) => ({ shape: first(inputs).shape, dtype })),
  ...rules('Fill', (_, { shape, dtype }) => ({ shape, dtype: dtype ?? 'float32' })),
  ...rules('Reshape', (inputs, { shape }) =>
    like(first(inputs), util.inferFromImplicitShape(shape, util.sizeFromShape(first(inputs).shape))),
  ),
  ...rules('ExpandDims', (inputs, { dim }) => like(first(inputs), insert(first(inputs).shape, dim, 1))),
  ...rules('Transpose', (inputs, { perm }) =>
    like(
      first(inputs),
      perm.map((i) => first(inputs).shape[i] ?? 0),
    ),
  ),
  ...rules('BroadcastTo', (inputs, { shape }) => like(first(inputs), shape)),
  ...rules('Tile', (inputs, { reps }) =>
    like(
      first(inputs),
      first(inputs).shape.map((size, i) => size * (reps[i] ?? 1)),
    ),
  ),
  ...rules('Select', (inputs) => like(second(inputs), second(inputs).shape)),
  ...rules('Pack', (inputs, { axis }) =>
    like(first(inputs), insert(first(inputs).shape, axis as number, inputs.length)),
  ),
  ...rules('Concat', (inputs, { axis }) => {
    const [at = 0] = axesOf(axis, first(inputs));
    return like(
      first(inputs),
      backend_util.computeOutShape(
        inputs.map(({ shape }) => shape),
        at,
      ),
    );
  }),
  ...rules('SplitV', (inputs, { axis, numOrSizeSplits }) => {
    const x = first(inputs);
    const [at = 0] = axesOf(axis, x);
    const sizes = backend_util.prepareSplitSize(x, numOrSizeSplits, at);
    return sizes.map((size) => like(x, splice(x.shape, at, 1, [size])));
  }),
  ...rules('Slice', (inputs, { begin, size }) =>
    like(first(inputs), slice_util.parseSliceParams(first(inputs) as never, begin, size)[1] as number[]),
  ),
  ...rules('GatherV2', (inputs, { axis }) => {
    const [at = 0] = axesOf(axis, first(inputs));
    return like(first(inputs), splice(first(inputs).shape, at, 1, second(inputs).shape));
  }),
  ...rules('UnsortedSegmentSum', (inputs, { numSegments }) =>
    like(first(inputs), [numSegments, ...first(inputs).shape.slice(second(inputs).shape.length)]),
  ),
  ...rules('OneHot', (inputs, { depth, dtype }) => ({ shape: [...first(inputs).shape, depth], dtype })),
]);
