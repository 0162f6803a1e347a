import '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { trace } from '../trace/trace';
import { simplify } from './algebra';
import { sinkBroadcasts } from './broadcasts';
import { commonSubexpressions } from './common-subexpressions';
import { factorOut } from './factors';
import { flattenElementwise } from './flatten';
import { lines, type Make } from './lines.fixture';
import { optimize } from './optimize';
import { stabilize } from './stable';

describe('commonSubexpressions', () => {
  it('computes equal operations once, through chains of them', () => {
    expect(lines(commonSubexpressions, (x) => tf.add(tf.exp(tf.abs(x)), tf.exp(tf.abs(x))))).toEqual([
      '%0: float32[2, 3] = Abs(x)',
      '%1: float32[2, 3] = Exp(%0)',
      '%2: float32[2, 3] = Add(%1, %1) -> out0',
    ]);
  });
  it('tells attributes and constants apart', () => {
    expect(lines(commonSubexpressions, (x) => [tf.sum(x, 0), tf.sum(x, 1), tf.mul(x, 2), tf.mul(x, 3)])).toHaveLength(
      4,
    );
    const constants = (a: number[], b: number[]) => lines(commonSubexpressions, (x) => [tf.mul(x, a), tf.mul(x, b)]);
    expect(constants([1, 2, 3], [1, 2, 4])).toHaveLength(2);
    expect(constants([1, 2, 3], [1, 2, 3])).toHaveLength(1);
    const padded = (value: number) => (x: tf.Tensor) =>
      tf.pad(
        x,
        [
          [0, 1],
          [0, 0],
        ],
        value,
      );
    const edges = [Infinity, -Infinity, 0, -0].map(padded);
    expect(lines(commonSubexpressions, (x) => edges.map((pad) => pad(x)))).toHaveLength(4);
  });
});

describe('simplify', () => {
  it.each<[string, Make, string[]]>([
    ['adding 0', (x) => tf.add(tf.abs(tf.add(x, 0)), tf.zeros([2, 3])), ['%0: float32[2, 3] = Abs(x) -> out0']],
    [
      'adding 0 that broadcasts',
      (x) => tf.add(tf.sum(x, 0), tf.zeros([2, 3])),
      [
        '%0: float32[3] = Sum(x) {axis: [0], keepDims: false}',
        '%1: float32[2, 3] = BroadcastTo(%0) {shape: [2, 3]} -> out0',
      ],
    ],
    ['multiplying and dividing by 1', (x) => tf.abs(tf.div(tf.mul(1, x), 1)), ['%0: float32[2, 3] = Abs(x) -> out0']],
    ['multiplying by 0', (x, y) => tf.add(tf.mul(tf.exp(x), 0), tf.abs(y)), ['%0: float32[2, 3] = Abs(y) -> out0']],
    [
      'multiplying matrices by 0',
      (x) => tf.add(tf.matMul(x, tf.zeros([3, 2])), tf.ones([2, 2])),
      ['float32[2, 2] = 1[2, 2] -> out0'],
    ],
    ['multiplying by −1', (x) => tf.mul(x, -1), ['%0: float32[2, 3] = Neg(x) -> out0']],
    ['negating twice', (x) => tf.abs(tf.neg(tf.neg(x))), ['%0: float32[2, 3] = Abs(x) -> out0']],
    ['adding what was negated', (x, y) => tf.add(x, tf.neg(y)), ['%0: float32[2, 3] = Sub(x, y) -> out0']],
    [
      'a choice between equals',
      (x, y) => tf.abs(tf.where(tf.greater(y, 0), x, x)),
      ['%0: float32[2, 3] = Abs(x) -> out0'],
    ],
    ['two factors', (x) => tf.mul(4, tf.mul(x, 0.5)), ['%0: float32[2, 3] = Multiply(x, 2) -> out0']],
    ['a square written as a power', (x) => tf.pow(x, 2), ['%0: float32[2, 3] = Multiply(x, x) -> out0']],
    [
      'reshaping there and back',
      (x) => tf.abs(tf.reshape(tf.reshape(x, [6]), [2, 3])),
      ['%0: float32[2, 3] = Abs(x) -> out0'],
    ],
    [
      'transposing there and back',
      (x) => tf.abs(tf.transpose(tf.transpose(x))),
      ['%0: float32[2, 3] = Abs(x) -> out0'],
    ],
    [
      'a transpose that moves no number',
      (x) => tf.transpose(tf.reshape(x, [1, 6])),
      ['%0: float32[6, 1] = Reshape(x) {shape: [6, 1]} -> out0'],
    ],
    [
      'a sum over one number',
      (x) => tf.sum(tf.reshape(x, [6, 1]), 1),
      ['%0: float32[6] = Reshape(x) {shape: [6]} -> out0'],
    ],
    [
      'a sum over what was split',
      (x) => tf.sum(tf.reshape(x, [2, 3, 1]), [1, 2]),
      ['%0: float32[2] = Sum(x) {axis: [1], keepDims: false} -> out0'],
    ],
  ])('%s', (_, make, expected) => {
    const found = lines((graph) => simplify(simplify(simplify(graph))), make);
    expect(found.filter((line) => !line.includes('= Neg(y)'))).toEqual(expected);
  });
  it('keeps what changes numbers', () => {
    expect(
      lines(simplify, (x) => [tf.mul(x, 2), tf.pow(x, 3), tf.transpose(x), tf.sum(x, 1), tf.add(x, 1e-30)]),
    ).toHaveLength(5);
  });
});

describe('sinkBroadcasts', () => {
  it('takes one number for a constant of equal ones', () => {
    expect(lines(sinkBroadcasts, (x) => tf.mul(x, tf.mul(tf.ones([2, 3]), 7)))).toEqual([
      '%0: float32[2, 3] = Multiply(x, 7) -> out0',
    ]);
  });
  it('computes before broadcasting', () => {
    const expected = [
      '%0: float32[3] = Sum(x) {axis: [0], keepDims: false}',
      '%1: float32[3] = Exp(%0)',
      '%2: float32[2, 3] = Add(%1, y) -> out0',
    ];
    expect(lines(optimize, (x, y) => tf.add(tf.exp(tf.broadcastTo(tf.sum(x, 0), [2, 3])), y))).toEqual(expected);
    expect(lines(optimize, (x, y) => tf.add(tf.tile(tf.sum(x, 0, true), [2, 1]), y))[1]).toBe(
      '%1: float32[2, 3] = Add(%0, y) -> out0',
    );
  });
  it('broadcasts where the shape is needed', () => {
    expect(lines(optimize, (x) => tf.exp(tf.broadcastTo(tf.sum(x, 0), [2, 3]))).at(-1)).toBe(
      '%2: float32[2, 3] = BroadcastTo(%1) {shape: [2, 3]} -> out0',
    );
  });
});

describe('factorOut', () => {
  const [scale, shift] = [tf.tensor([1, 2, 3]), tf.tensor([4, 5, 6])];
  it('takes what does not vary out of a sum, and shares what is left', () => {
    const found = lines(optimize, (x, y) => {
      const product = tf.mul(tf.mul(x, scale), tf.mul(y, shift));
      return [tf.sum(product, 0), tf.sum(tf.mul(y, tf.mul(x, 2)), 0), tf.sum(tf.mul(x, y), 0)];
    });
    expect(found.filter((line) => line.includes('Sum'))).toHaveLength(1);
    expect(found.filter((line) => line.includes('float32[2, 3]'))).toHaveLength(1);
  });
  it('multiplies small factors first', () => {
    const large = [20, 3];
    const found = lines(factorOut, (x) => tf.mul(tf.mul(x, tf.sum(x, 0)), tf.sum(x, 0)), large);
    expect(found.filter((line) => line.includes('float32[20, 3] = Multiply'))).toHaveLength(1);
  });
  it('leaves a product that others need', () => {
    const found = lines(optimize, (x, y) => {
      const product = tf.mul(tf.exp(x), y);
      return [product, tf.sum(tf.mul(product, scale), 0)];
    });
    expect(found.filter((line) => line.includes('float32[2, 3] = Multiply'))).toHaveLength(1);
  });
  it('leaves factors that vary along what is summed', () => {
    expect(lines(factorOut, (x) => tf.sum(tf.mul(x, scale), 1))).toHaveLength(2);
  });
});

describe('flattenElementwise', () => {
  it('works on matrices where the last dimension is 1', () => {
    const found = lines(
      (graph) => optimize(flattenElementwise(graph)),
      (x, y) => tf.sum(tf.exp(tf.mul(x, tf.sub(y, 1))), [1, 2]),
      [2, 3, 1],
    );
    expect(found).toEqual([
      '%0: float32[2, 3] = Reshape(y) {shape: [2, 3]}',
      '%1: float32[2, 3] = Sub(%0, 1)',
      '%2: float32[2, 3] = Reshape(x) {shape: [2, 3]}',
      '%3: float32[2, 3] = Multiply(%2, %1)',
      '%4: float32[2, 3] = Exp(%3)',
      '%5: float32[2] = Sum(%4) {axis: [1], keepDims: false} -> out0',
    ]);
  });
});

describe('stabilize', () => {
  const tail = [
    '%0: float32[2, 3] = Abs(x)',
    '%1: float32[2, 3] = Neg(%0)',
    '%2: float32[2, 3] = Exp(%1)',
    '%3: float32[2, 3] = Log1p(%2)',
  ];
  it.each<[string, Make]>([
    ['ln(1 + eˣ)', (x) => tf.log(tf.add(1, tf.exp(x)))],
    ['log1p(eˣ)', (x) => tf.log1p(tf.exp(x))],
    ['−ln(1 − σ(x))', (x) => tf.neg(tf.log(tf.sub(1, tf.sigmoid(x))))],
    ['−ln σ(−x)', (x) => tf.neg(tf.log(tf.sigmoid(tf.neg(x))))],
  ])('makes %s a softplus', (_, make) => {
    expect(lines((graph) => optimize(graph), make)).toEqual(['%0: float32[2, 3] = Softplus(x) -> out0']);
  });
  it('fuses the cross-entropy of a logit', () => {
    const found = lines(stabilize, (x, y) => tf.sub(tf.softplus(x), tf.mul(y, x)));
    expect(found).toEqual(
      expect.arrayContaining(['%0: float32[2, 3] = Multiply(y, x)', '%1: float32[2, 3] = Relu(x)']),
    );
    expect(found.join()).not.toContain('Softplus');
  });
  it('needs no second case for what is never positive', () => {
    expect(lines(stabilize, (x) => tf.softplus(tf.neg(tf.abs(x))))).toEqual([
      ...tail.slice(0, 3),
      `${tail[3]} -> out0`,
    ]);
  });
});

describe('foldBias', () => {
  it.each<[string, Make, readonly number[]]>([
    ['a product of matrices', (x, y) => tf.add(tf.matMul(x, y, false, true), tf.sum(y, 1)), [2, 3]],
    [
      'a convolution',
      (x) => tf.add(tf.sum(x, [0, 1, 2]), tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 3, 3]), 1, 'same')),
      [1, 4, 4, 3],
    ],
  ])('begins %s with it', (_, make, shape) => {
    const found = lines(optimize, make, shape);
    expect(found).toHaveLength(2);
    expect(found[1]).toMatch(/= (BatchMatMul|Conv2D)\([^)]*, %0\) .* -> out0$/);
  });
  it('leaves a product that others need, and what is no bias', () => {
    const sums = (make: Make) => lines(optimize, make).filter((line) => line.includes('Add'));
    const product = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, false, true);
    expect(sums((x, y) => [tf.add(product(x, y), tf.sum(y, 1)), tf.exp(product(x, y))])).toHaveLength(1);
    expect(sums((x, y) => tf.add(product(x, y), product(y, x)))).toHaveLength(1);
    expect(sums((x, y) => tf.add(product(x, y), 1))).toHaveLength(1);
  });
});

describe('optimize', () => {
  it('drops what no result needs, and keeps outputs that are inputs or constants', () => {
    const found = lines(optimize, (x, y) => {
      tf.exp(y);
      return [tf.clone(x), tf.mul(x, 0), tf.abs(x)];
    });
    expect(found).toEqual([
      '%0: float32[2, 3] = Abs(x) -> out2',
      'float32[2, 3] = x -> out0',
      'float32[2, 3] = 0[2, 3] -> out1',
    ]);
  });
  it('takes the gradient of a leaky relu for a product with a step', () => {
    const slope = (x: tf.Tensor, y: tf.Tensor) => tf.grad((z) => tf.sum(tf.mul(y, tf.leakyRelu(z, 0.25))))(x);
    expect(lines(optimize, slope)).toEqual([
      '%0: float32[2, 3] = Step(x) {alpha: 0.25}',
      '%1: float32[2, 3] = Multiply(y, %0) -> out0',
    ]);
  });
  it('changes nothing the second time', () => {
    const { graph } = trace('test', ({ input }) => {
      const x = input('x', [4, 3]);
      return { slope: tf.grad((z) => tf.mean(tf.logSoftmax(tf.tanh(z))))(x) };
    });
    const once = optimize(graph);
    expect(String(optimize(once))).toBe(String(once));
  });
});
