import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { optimize } from '../passes/optimize';
import { trace } from '../trace/trace';
import { runGraph } from './testing/check.fixture';

/** Numbers of both signs whose logarithms lie evenly between those of 1e-30 and `largest`. */
function spread(largest: number, signs: readonly number[]): Float32Array {
  const count = 20_000;
  return Float32Array.from({ length: count }, (_, i) => {
    const magnitude = 1e-30 * (largest / 1e-30) ** (Math.floor(i / 2) / (count / 2 - 1));
    return magnitude * (signs[i % signs.length] as number);
  });
}

const both = [1, -1];
const functions: readonly [string, (x: tf.Tensor) => tf.Tensor, (x: number) => number, Float32Array][] = [
  ['expm1', tf.expm1, Math.expm1, spread(80, both)],
  ['log1p', tf.log1p, Math.log1p, spread(3e38, [1])],
  ['log1p', tf.log1p, Math.log1p, spread(0.9999, [-1])],
  ['softplus', tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), spread(80, both)],
  ['sigmoid', tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), spread(80, both)],
  ['elu', tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), spread(80, both)],
  ['tanh', tf.tanh, Math.tanh, spread(80, both)],
  ['rsqrt', tf.rsqrt, (x) => 1 / Math.sqrt(x), spread(1e30, [1])],
];

it('sums of tails of logits keep the digits of each', async () => {
  const [rows, columns] = [41, 96];
  const logits = Float32Array.from({ length: rows * columns }, (_, i) => 2 * Math.floor(i / columns) + Math.sin(i));
  const tails = (l: tf.Tensor): tf.Tensor => tf.softplus(tf.neg(tf.abs(l)));
  const { graph } = trace('tails', ({ input }) => ({ y: tf.sum(tails(input('input 0', [rows, columns])), 1) }));
  const optimized = optimize(graph);
  expect(String(optimized)).toContain('SplitV');
  const { data } = (await runGraph(optimized, [logits], 'all')).get('y') ?? { data: [] };
  for (let row = 0; row < rows; row++) {
    const exact = logits
      .subarray(row * columns, (row + 1) * columns)
      .reduce((sum, l) => sum + Math.log1p(Math.exp(-Math.abs(l))), 0);
    expect(Math.abs((data[row] ?? Number.NaN) / exact - 1), `row ${row}, ${exact}`).toBeLessThan(1e-6);
  }
});

describe('a compiled function has a relative error below 1e-6', () => {
  for (const [name, run, exact, numbers] of functions)
    it(`${name} from ${numbers[numbers.length - 2]} to ${numbers[numbers.length - 1]}`, async () => {
      const shape = [numbers.length];
      const { graph } = trace(name, ({ input }) => ({ y: run(input('input 0', shape)) }));
      const { data } = (await runGraph(graph, [numbers], 'all')).get('y') ?? { data: [] };
      let worst = { error: 0, x: 0 };
      for (const [i, x] of numbers.entries()) {
        const error = Math.abs((data[i] ?? Number.NaN) / exact(x) - 1);
        if (!(error <= worst.error)) worst = { error, x };
      }
      expect(worst.error, `at ${worst.x}`).toBeLessThan(1e-6);
    });
});
