import '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/graph';
import { foldAlpha } from './alpha';
import { lines, type Make } from './lines.fixture';
import { optimize } from './optimize';
import { slopesOfResults } from './slopes';
import { tuneForOnnxRuntime } from './tune';

describe('foldAlpha', () => {
  const found = (make: Make) => lines(foldAlpha, make, [3, 3]);
  it('multiplies within products', () => {
    expect(found((x, y) => [tf.matMul(tf.mul(x, 2), tf.mul(3, y)), tf.matMul(y, tf.mul(x, 2), true)])).toEqual([
      '%0: float32[3, 3] = BatchMatMul(x, y) {transposeA: false, transposeB: false, alpha: 6} -> out0',
      '%1: float32[3, 3] = BatchMatMul(y, x) {transposeA: true, transposeB: false, alpha: 2} -> out1',
    ]);
  });
  it.each<[string, Make]>([
    ['that others need too', (x, y) => ((scaled) => [tf.matMul(scaled, y), tf.abs(scaled)])(tf.mul(x, 2))],
    ['that is no number', (x, y) => tf.matMul(tf.mul(x, tf.sum(y)), y)],
    ['that vanishes', (x, y) => tf.matMul(tf.mul(x, 1e-30), tf.mul(y, 1e-30))],
    ['that overflows', (x, y) => tf.matMul(tf.mul(x, 1e30), tf.mul(y, 1e30))],
    ['of several matrices', (x, y) => tf.matMul(tf.mul(tf.stack([x, x]), 2), tf.stack([y, y]))],
  ])('leaves a factor %s', (_, make) => {
    expect(found(make).join()).not.toContain('alpha');
  });
});

it('foldAlpha leaves the factor of a bias where it is', () => {
  const make: Make = (x, y) => tf.add(tf.matMul(x, y), tf.mul(tf.max(y, 0), 2));
  const once = lines((graph) => optimize(graph), make, [3, 3]);
  expect(once.at(-1)).toMatch(/BatchMatMul\(x, y, %1\) \{transposeA: false, transposeB: false\}/);
  expect(lines((graph) => optimize(optimize(graph)), make, [3, 3])).toEqual(once);
});

describe('slopesOfResults', () => {
  it('asks results of rectifiers for their signs', () => {
    const slope: Make = (x, y) => {
      const value = tf.leakyRelu(x, 0.25);
      return [value, tf.mul(y, tf.step(x, 0.25))];
    };
    expect(lines(slopesOfResults, slope)).toEqual([
      '%0: float32[2, 3] = LeakyRelu(x) {alpha: 0.25} -> out0',
      '%1: float32[2, 3] = Step(%0) {alpha: 0.25}',
      '%2: float32[2, 3] = Multiply(y, %1) -> out1',
    ]);
  });
  it('not those of rectifiers that are flat or turn around', () => {
    const slope =
      (alpha: number): Make =>
      (x) => [tf.leakyRelu(x, alpha), tf.step(x)];
    for (const alpha of [0, -0.5]) expect(lines(slopesOfResults, slope(alpha)).at(-1)).toContain('Step(x)');
  });
});

describe('optimize', () => {
  it('knows that what is centred sums to 0', () => {
    const sum: Make = (x) => tf.sum(tf.sub(x, tf.mean(x, [0, 1])), [0, 1]);
    expect(lines(optimize, sum, [3, 4, 5])).toEqual(['float32[5] = 0[5] -> out0']);
    const others: Make[] = [
      (x) => tf.sum(tf.sub(x, tf.mean(x, 0)), [0, 1]),
      (x, y) => tf.sum(tf.sub(x, tf.mean(y, [0, 1])), [0, 1]),
      (x) => tf.sum(tf.sub(tf.mean(x, [0, 1]), x), [0, 1]),
    ];
    for (const make of others) expect(lines(optimize, make, [3, 4, 5]).at(-1)).toContain('= Sum(');
  });
  it('multiplies single matrices as matrices', () => {
    const product: Make = (x, y) => tf.reshape(tf.matMul(tf.expandDims(x), tf.expandDims(y), true), [3, 3]);
    expect(lines(optimize, product)).toEqual([
      '%0: float32[3, 3] = BatchMatMul(x, y) {transposeA: true, transposeB: false} -> out0',
    ]);
  });
});

describe('tuneForOnnxRuntime', () => {
  const tuned = (threads: number) => (graph: Graph) => tuneForOnnxRuntime(graph, threads);
  it('sums rows by a product where there are several threads', () => {
    expect(lines(tuned(2), (x) => [tf.sum(x, 0), tf.mean(x, 0)], [50, 8])).toEqual([
      '%0: float32[1, 8] = BatchMatMul(1[1, 50], x) {transposeA: false, transposeB: false}',
      '%1: float32[8] = Reshape(%0) {shape: [8]} -> out0',
      '%2: float32[1, 8] = BatchMatMul(1[1, 50], x) {transposeA: false, transposeB: false}',
      '%3: float32[1, 8] = Multiply(%2, 0.019999999552965164)',
      '%4: float32[8] = Reshape(%3) {shape: [8]} -> out1',
    ]);
    expect(lines(tuned(1), (x) => tf.sum(x, 0), [50, 8])).toHaveLength(1);
    expect(lines(tuned(2), (x) => [tf.sum(x, 1), tf.sum(x), tf.sum(x, 0)], [8, 50]).join()).not.toContain('MatMul');
  });
  it('takes short rows together where a vector meets them', () => {
    const shifted: Make = (x) => tf.relu(tf.add(x, tf.max(x, [0, 1])));
    expect(lines(tuned(1), shifted, [64, 64, 20]).slice(1)).toEqual([
      '%1: float32[128, 640] = Reshape(x) {shape: [128, 640]}',
      '%2: float32[32, 20] = BroadcastTo(%0) {shape: [32, 20]}',
      '%3: float32[640] = Reshape(%2) {shape: [640]}',
      '%4: float32[128, 640] = Add(%1, %3)',
      '%5: float32[64, 64, 20] = Reshape(%4) {shape: [64, 64, 20]}',
      '%6: float32[64, 64, 20] = Relu(%5) -> out0',
    ]);
    for (const shape of [
      [4, 4, 20],
      [100, 700],
      [65537, 3],
    ])
      expect(
        lines(
          tuned(1),
          (x) =>
            tf.add(
              x,
              tf.max(
                x,
                shape.slice(1).map((_, i) => i),
              ),
            ),
          shape,
        ),
      ).toHaveLength(2);
  });
});
