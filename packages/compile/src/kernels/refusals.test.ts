import { UnsupportedError } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { DataType } from '../graph/graph';
import { trace } from '../trace/trace';

const refused: readonly [string, DataType, (x: tf.Tensor) => tf.Tensor][] = [
  ['Add: takes float32 or int32, got bool. Convert it with tf.cast first.', 'bool', (x) => tf.add(x, x)],
  ['Exp: takes float32, got int32. Convert it with tf.cast first.', 'int32', (x) => tf.exp(x)],
  ['TopK: takes float32 or int32, got bool. Convert it with tf.cast first.', 'bool', (x) => tf.topk(x, 1).values],
  ['Cast: cannot convert to complex64. The compiler knows', 'float32', (x) => tf.cast(x, 'complex64')],
];

test.each(refused)('%s', (message, dtype, run) => {
  const attempt = (): unknown => trace('test', ({ input }) => ({ y: run(input('x', [3], dtype)) }));
  expect(attempt).toThrow(UnsupportedError);
  expect(attempt).toThrow(message);
});
