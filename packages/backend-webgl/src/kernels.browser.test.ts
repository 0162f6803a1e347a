import { distance, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { productCases } from '../../../tools/testing/src/contracts/graphics-cases';
import { evaluate } from './compare.fixture';
import { webgl } from './webgl';

describe.each([['products', productCases]] as const)('%s', (_, cases) => {
  test.each(cases.map((row) => [row[0], row] as const))('%s', async (_name, [, operation, ...operands]) => {
    const expected = await evaluate('cpu', operation, operands);
    const before = tf.memory().numTensors;
    expect(distance(expected, await evaluate('webgl', operation, operands))).toBeLessThan(2e-5);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('sums along an axis counted from the end', async () => {
  const x = operand([7, 9, 5]);
  for (const f of [tf.cumsum, tf.cumprod])
    expect(await evaluate('webgl', (y) => f(y, -1), [x])).toEqual(await evaluate('webgl', (y) => f(y, 2), [x]));
});

test('no kernel of ours keeps data', async () => {
  await webgl().activate();
  const x = tf.add(tf.ones<tf.Rank.R2>([13, 21]), 1);
  const f = tf.ones<tf.Rank.R4>([1, 1, 21, 3]);
  const round = (): void =>
    tf.tidy(() => {
      const y = tf.exp(x);
      tf.tanh(tf.pow(y, 1.5));
      tf.cumsum(y, -1);
      tf.matMul(y, y, false, true);
      tf.fused.matMul({ a: y, b: y, transposeB: true, activation: 'elu' });
      tf.max(tf.softmax(y), 0);
      tf.min(y, 1, true);
      tf.conv2d(tf.reshape<tf.Rank.R4>(y, [13, 1, 1, 21]), tf.log(f), 1, 'same');
    });
  const data = (): number => (tf.backend() as unknown as { numDataIds: () => number }).numDataIds();
  round();
  const before = data();
  round();
  expect(data()).toBe(before);
  tf.dispose([x, f]);
});
