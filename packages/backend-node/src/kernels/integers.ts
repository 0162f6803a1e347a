import { cast, equal, scalar, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { composed, type Kernel, typeAttribute } from '../backend';

/** Division of integers by zero gives 0, as on tfjs's other backends. TensorFlow throws. */
const divisions = ['FloorDiv', 'Mod'].map((name) =>
  composed(name, ({ inputs }, stock) => {
    const { a, b } = inputs as Record<'a' | 'b', Tensor>;
    // tfjs's quotient is an integer, whatever is divided.
    if (b.dtype !== 'int32') return name === 'FloorDiv' ? cast(stock(), 'int32') : stock();
    const isZero = equal(b, scalar(0, 'int32'));
    const out = stock({ inputs: { a, b: where(isZero, scalar(1, 'int32'), b) } });
    return where(isZero, zerosLike(out), out);
  }),
);

/** tfjs has no such kernel for TensorFlow, which has the operation. */
const bitwiseAnd = composed('BitwiseAnd', ({ inputs, backend }) => {
  const { a, b } = inputs as Record<'a' | 'b', Tensor>;
  return backend.executeSingleOutput('BitwiseAnd', [typeAttribute(backend, a.dtype)], [a, b]);
});

export const integers: readonly Kernel[] = [...divisions, bitwiseAnd];
