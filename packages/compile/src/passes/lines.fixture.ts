import type * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../graph/graph';
import { trace } from '../trace/trace';

export type Make = (x: tf.Tensor, y: tf.Tensor) => tf.Tensor | tf.Tensor[];

/** What a pass makes of a function of two tensors, two matrices when left out. */
export function lines(pass: (graph: Graph) => Graph, make: Make, shape: readonly number[] = [2, 3]): string[] {
  const { graph } = trace('test', ({ input }) => {
    const results = [make(input('x', shape), input('y', shape))].flat();
    return Object.fromEntries(results.map((result, i) => [`out${i}`, result]));
  });
  return String(pass(graph)).split('\n');
}
