import { cast, reshape, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { boolAttribute, composed, type Kernel, typeAttribute } from '../backend';

/** tfjs has no such kernel for TensorFlow, which has the operation. */
const denseBincount = composed('DenseBincount', ({ inputs, attrs, backend }) => {
  const { x, weights } = inputs as Record<'x' | 'weights', Tensor>;
  const attributes = [
    typeAttribute(backend, 'int32', 'Tidx'),
    typeAttribute(backend, weights.dtype),
    boolAttribute(backend, 'binary_output', attrs.binaryOutput as boolean),
  ];
  return backend.executeSingleOutput('DenseBincount', attributes, [x, scalar(attrs.size as number, 'int32'), weights]);
});

/** TensorFlow refuses a scalar and bool. */
const diag = composed('Diag', ({ inputs }, stock) => {
  const { x } = inputs as { x: Tensor };
  const numbers = x.dtype === 'bool' ? cast(x, 'int32') : x;
  const out = stock({ inputs: { x: x.rank === 0 ? reshape(numbers, [1]) : numbers } });
  return cast(reshape(out, [...x.shape, ...x.shape]), x.dtype);
});

export const counting: readonly Kernel[] = [denseBincount, diag];
