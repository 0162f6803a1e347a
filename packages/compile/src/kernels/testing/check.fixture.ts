import { type Case, evaluateCase, inputData, type Part, partsOf } from '@jensenjs/conformance';
import { sizeOf } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { allocate } from '../../graph/constants';
import type { Data, DataType, Graph, Signature } from '../../graph/graph';
import { lower } from '../../onnx/lower';
import { optimize } from '../../passes/optimize';
import { tuneForOnnxRuntime } from '../../passes/tune';
import { trace } from '../../trace/trace';

/** A result: its numbers, shape and type. */
interface Result extends Signature {
  readonly data: Data;
}

/** Largest difference allowed, as a fraction of the largest number of the expected array. */
const TOLERANCE = 1e-5;

/**
 * Compiles a case and runs it in ONNX Runtime, once exactly the nodes that were written and once with the optimisations of this package and
 * of the runtime, and also as it is exported and as it is tuned for two threads where that makes another model; compares with tfjs on its
 * cpu backend.
 *
 * @throws Error naming the first number that differs: by more than 1e-5 of the largest, or at all for integers and for NaN and ±∞.
 */
export async function checkCase(checked: Case): Promise<void> {
  const data = inputData(checked);
  const expected = evaluateEagerly(checked, data);
  const graph = traceCase(checked, partsOf(checked));
  const optimized = optimize(graph);
  const [written, fast] = [lower(graph), lower(optimized)];
  const exported = lower(graph, { isPortable: true });
  const tuned = lower(tuneForOnnxRuntime(optimized, 2));
  for (const [how, model, level, isNew] of [
    ['as written', written, 'disabled', true],
    ['exported', exported, 'disabled', !isSame(exported, written)],
    ['optimised', fast, 'all', true],
    ['tuned', tuned, 'all', !isSame(tuned, fast)],
  ] as const) {
    if (!isNew) continue;
    const found = await runModel(model, graph, data, level);
    for (const [name, result] of expected) {
      const problem = compare(result, found.get(name));
      if (problem) throw new Error(`${checked.name}: ${name}, ${how}: ${problem}\n${optimized.toString()}`);
    }
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Parts of a case as a graph, with inputs `input 0`, …. */
export function traceCase(traced: Case, parts: readonly Part[]): Graph {
  return trace(traced.name, ({ input }) => {
    const tensors = traced.inputs.map(({ shape, dtype }, i) => input(`input ${i}`, shape, dtype));
    return evaluateCase(traced, tensors, parts);
  }).graph;
}

function evaluateEagerly(evaluated: Case, data: readonly Data[]): Map<string, Result> {
  const read = new Map<string, Result>();
  tf.tidy(() => {
    const tensors = evaluated.inputs.map(({ shape, dtype = 'float32' }, i) =>
      tf.tensor(data[i] as Data, [...shape], dtype),
    );
    for (const [name, tensor] of Object.entries(evaluateCase(evaluated, tensors, partsOf(evaluated)))) {
      const { shape, dtype } = tensor;
      read.set(name, { shape, dtype: dtype as DataType, data: tensor.dataSync<'float32' | 'int32' | 'bool'>() });
    }
  });
  return read;
}

/** Runs a graph with inputs `input 0`, … in ONNX Runtime; its results by name. */
export const runGraph = (
  graph: Graph,
  data: readonly Data[],
  graphOptimizationLevel: 'disabled' | 'all',
): Promise<Map<string, Result>> => runModel(lower(graph), graph, data, graphOptimizationLevel);

/** Runs the model of a graph with inputs `input 0`, … in ONNX Runtime; its results by name. */
async function runModel(
  model: Uint8Array,
  graph: Graph,
  data: readonly Data[],
  graphOptimizationLevel: 'disabled' | 'all',
): Promise<Map<string, Result>> {
  const session = await InferenceSession.create(model, {
    graphOptimizationLevel,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const feeds: Record<string, Tensor> = {};
    for (const { origin, shape, dtype } of graph.inputs) {
      const name = origin.kind === 'input' ? origin.name : '';
      feeds[name] = new Tensor(dtype, data[Number(name.split(' ')[1])] as never, [...shape]);
    }
    const results = await session.run(feeds);
    return new Map(
      Object.entries(results).map(([name, { type, dims, data }]) => [
        name,
        { shape: dims, dtype: type as DataType, data: data as Data },
      ]),
    );
  } finally {
    await session.release();
  }
}

/** What is wrong with a result, if anything is. */
function compare(expected: Result, found: Result | undefined): string | undefined {
  if (!found) return 'missing';
  const describe = ({ shape, dtype }: Result): string => `${dtype} [${shape.join(', ')}]`;
  if (describe(found) !== describe(expected)) return `expected ${describe(expected)}, got ${describe(found)}`;
  if (found.data.length !== sizeOf(found.shape) || !(found.data instanceof allocate(found.dtype, 0).constructor))
    return `got ${found.data.length} numbers in ${found.data.constructor.name}`;
  let largest = 0;
  for (const number of expected.data) if (Number.isFinite(number)) largest = Math.max(largest, Math.abs(number));
  const allowed = expected.dtype === 'float32' ? TOLERANCE * largest : 0;
  for (const [i, wanted] of expected.data.entries()) {
    const got = found.data[i] ?? Number.NaN;
    const equal = Number.isFinite(wanted) ? Math.abs(got - wanted) <= allowed : Object.is(got, wanted);
    if (!equal) return `expected ${wanted}, got ${got} at ${i} (largest ${largest})`;
  }
  return undefined;
}
