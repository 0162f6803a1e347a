import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import type { Variable } from '@tensorflow/tfjs-core';
import {
  type FunctionSpec,
  type InputSpec,
  type PureFunction,
  type TracedFunction,
  traceFunction,
} from './function-spec';
import { bindInputs } from './graph/bind';
import type { Data, DataType } from './graph/graph';
import { lowerGraph } from './onnx/lower';
import { mergeBatches } from './onnx/merge-batches';
import { encodeModel, type OnnxGraph } from './onnx/model';
import { optimize } from './passes/optimize';

/** An input of an exported model: its first dimension may be `'batch'`, and then has any size. */
export interface ExportInputSpec extends Omit<InputSpec, 'shape'> {
  readonly shape: readonly (number | 'batch')[];
}

export type ExportSpec = Readonly<Record<string, ExportInputSpec>>;

export interface ExportOptions {
  /** Kept in the file for people. */
  readonly description?: string;
  /** Words kept in the file by name. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The function as the bytes of an .onnx file (operators of opset 18, IR version 8) that ONNX Runtime and other readers of ONNX run:
 *
 *     await writeFile('decoder.onnx', await exportOnnx(({ z }) => decoder.apply(z), { z: { shape: ['batch', 20] } }));
 *
 * Variables become constants with their present values. A single result is called `output`. What the key draws becomes an input of its own,
 * named `noise/PATH:KIND[SHAPE]`, with its distribution in the file's metadata: the caller fills it.
 *
 * @throws UnsupportedError, with the line of the caller's code, as `compile`; and for a `'batch'` on whose size more depends than
 * shapes. ArgumentError on a bad specification.
 */
export async function exportOnnx<const S extends ExportSpec>(
  fn: PureFunction<{ readonly [name in keyof S]: InputSpec }>,
  spec: S,
  options: ExportOptions = {},
): Promise<Uint8Array> {
  const numbers = new Map<Variable, Data>();
  const lowered = async (batch: number): Promise<OnnxGraph> => {
    const traced = traceFunction('exportOnnx', fn as PureFunction, withBatch(spec, batch));
    return lowerGraph(optimize(await bindVariables(traced, numbers)), { isPortable: true });
  };
  const isFree = Object.values(spec).some(({ shape }) => shape.includes('batch'));
  const graph = isFree
    ? mergeBatches('exportOnnx', await lowered(SIZES[0]), await lowered(SIZES[1]), 'batch')
    : await lowered(1);
  const noise = Object.fromEntries(
    graph.inputs.flatMap(({ name }) => (name.startsWith('noise/') ? [[name, describeNoise(name)] as const] : [])),
  );
  return encodeModel({ ...graph, ...options, metadata: { ...noise, ...options.metadata } });
}

// Two primes: no product or sum with other dimensions of a network makes one look like the other.
const SIZES = [11, 13] as const;

function withBatch(spec: ExportSpec, batch: number): FunctionSpec {
  return Object.fromEntries(
    Object.entries(spec).map(([name, { shape, ...rest }]) => {
      if (shape.slice(1).includes('batch'))
        throw new ArgumentError('exportOnnx', `input ${name}: only the first dimension can be 'batch'.`);
      return [name, { ...rest, shape: shape.map((size) => (size === 'batch' ? batch : size)) }];
    }),
  );
}

async function bindVariables({ graph, variables }: TracedFunction, numbers: Map<Variable, Data>) {
  const bound = new Map<string, Data>();
  for (const [name, variable] of variables) {
    if (variable.isDisposed) throw new UnsupportedError('exportOnnx', `${name} was disposed.`);
    const data = numbers.get(variable) ?? (await variable.data<DataType>()).slice();
    numbers.set(variable, data);
    bound.set(name, data);
  }
  return bindInputs(graph, bound);
}

const describeNoise = (name: string): string =>
  `independent ${name.slice(name.lastIndexOf(':') + 1, name.lastIndexOf('['))} numbers`;
