import type { Graph, Value } from '../graph/graph';
import { rewrite } from './rewrite';

/**
 * Takes the slopes of rectifiers from their results, which have the signs of their arguments: so nothing needs the arguments afterwards, and
 * runtimes rectify in place, or while they compute the argument.
 */
export function slopesOfResults(graph: Graph): Graph {
  const rectified = new Map<Value, Value>();
  return rewrite(graph, ({ kernel, inputs: [x], attributes, outputs: [output] }, build, { operation, now }) => {
    if (!x || !output || output.dtype !== 'float32') return undefined;
    const [before] = operation.inputs as [Value];
    if (kernel === 'Relu' || (kernel === 'LeakyRelu' && Number(attributes.alpha) > 0))
      rectified.set(before, operation.outputs[0] as Value);
    const result = kernel === 'Step' ? rectified.get(before) : undefined;
    return result && build.op('Step', [now(result)], attributes);
  });
}
