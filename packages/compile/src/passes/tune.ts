import type { Graph } from '../graph/graph';
import { simplify } from './algebra';
import { sumColumnsByProducts } from './column-sums';
import { widenRows } from './wide-rows';

/** The same function in the operations and shapes that ONNX Runtime computes fastest on a processor, with so many threads for each. */
export function tuneForOnnxRuntime(graph: Graph, threads: number): Graph {
  return simplify(widenRows(threads > 1 ? sumColumnsByProducts(graph) : graph));
}
