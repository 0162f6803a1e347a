import { sameShape } from '@jensenjs/core';
import type { Graph, Operation, Value } from '../graph/graph';
import { countUses } from './count-uses';
import { madeBy, rewrite } from './rewrite';

const KERNELS = ['BatchMatMul', 'Conv2D', 'Conv2DBackpropInput'];

/**
 * Gives products of matrices and convolutions the bias that is added to them and to nothing else: runtimes begin the product with it
 * instead of going over the result again. The last of the passes: the others know products without one.
 */
export function foldBias(graph: Graph): Graph {
  const uses = countUses(graph);
  return rewrite(graph, ({ kernel, inputs }, build, before) => {
    if (kernel !== 'Add') return undefined;
    const original = before.operation.inputs;
    for (const [i, j] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [value, bias] = [inputs[i] as Value, inputs[j] as Value];
      if (uses.get(original[i] as Value) !== 1) continue;
      const product = KERNELS.map((name) => madeBy(value, name)).find((operation) => operation);
      if (product && takes(product, bias, before.operation))
        return build.op(product.kernel, [...product.inputs, bias], product.attributes);
    }
    return undefined;
  });
}

/** Whether the sum is the product with a bias for each column or channel. */
function takes({ kernel, inputs, outputs: [product] }: Operation, bias: Value, { outputs: [sum] }: Operation): boolean {
  if (!product || !sum || inputs.length !== 2 || product.dtype !== 'float32') return false;
  const isMatrix = kernel !== 'BatchMatMul' || product.shape.length === 2;
  return isMatrix && sameShape(product.shape, sum.shape) && sameShape(bias.shape, product.shape.slice(-1));
}
