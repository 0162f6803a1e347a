import { less, scalar, type Tensor, tensor1d, util, where } from '@tensorflow/tfjs-core';
import { boolAttribute, composed, type Kernel, typeAttribute } from '../backend';

/** tfjs takes an axis counted from the end for one that is not there. */
const gather = composed('GatherV2', ({ inputs, attrs }, stock) => {
  const [axis = 0] = util.parseAxisParam(attrs.axis as number, (inputs.x as Tensor).shape);
  return stock({ attrs: { ...attrs, axis } });
});

/** Rows with an id of no segment count nowhere. TensorFlow throws for ids that are too large. */
const unsortedSegmentSum = composed('UnsortedSegmentSum', ({ inputs, attrs }, stock) => {
  const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', Tensor>;
  const inside = less(segmentIds, scalar(attrs.numSegments as number, 'int32'));
  return stock({ inputs: { x, segmentIds: where(inside, segmentIds, scalar(-1, 'int32')) } });
});

/** Places may come in any order. tfjs has TensorFlow check that they are sorted. */
const sparseToDense = composed('SparseToDense', ({ inputs, attrs, backend }) => {
  const { sparseIndices, sparseValues, defaultValue } = inputs as Record<
    'sparseIndices' | 'sparseValues' | 'defaultValue',
    Tensor
  >;
  const attributes = [
    boolAttribute(backend, 'validate_indices', false),
    typeAttribute(backend, sparseValues.dtype),
    typeAttribute(backend, 'int32', 'Tindices'),
  ];
  const shape = tensor1d(attrs.outputShape as number[], 'int32');
  return backend.executeSingleOutput('SparseToDense', attributes, [sparseIndices, shape, sparseValues, defaultValue]);
});

export const indexing: readonly Kernel[] = [gather, unsortedSegmentSum, sparseToDense];
