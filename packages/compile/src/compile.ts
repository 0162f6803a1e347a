import { ArgumentError, drawInto, foldIn, type Key, sizeOf } from '@jensenjs/core';
import { Tensor, tensor } from '@tensorflow/tfjs-core';
import {
  type FunctionResult,
  type FunctionSpec,
  type InputSpec,
  type PureFunction,
  SINGLE,
  type TracedFunction,
  traceFunction,
} from './function-spec';
import { allocate } from './graph/constants';
import type { Data, DataType, Graph } from './graph/graph';
import { optimize } from './passes/optimize';
import { firstAvailable } from './runtime/first-available';
import type { Arrays, Program, Runtime } from './runtime/runtime';
import type { NoiseInput } from './trace/noise';

export interface CompileOptions {
  /** What executes the function: `onnxNode()`, `onnxWeb()`, `interpreter()`; of several, the first that is available. */
  readonly runtime: Runtime | readonly Runtime[];
  /** Abandons the compilation. */
  readonly signal?: AbortSignal;
}

/** A compiled function. Calls that overlap are done one after the other. */
export interface CompiledFunction<S extends FunctionSpec = FunctionSpec, R extends FunctionResult = FunctionResult> {
  /**
   * The results as tensors on tfjs' active backend, owned by the caller. Inputs are tensors, which are read and stay the
   * caller's, or arrays of their type; the key is needed if the function draws. Variables have their present values.
   * @throws ArgumentError on inputs that do not fit or a missing key; UnsupportedError after `dispose`.
   */
  (inputs: { readonly [name in keyof S]: Tensor | Data }, key?: Key): Promise<R>;
  /** What is computed: `String(graph)` has one line per operation. */
  readonly graph: Graph;
  /** Name of the runtime in use. */
  readonly runtime: string;
  /** Frees what the runtime holds, when calls under way have ended. */
  readonly dispose: () => Promise<void>;
}

/**
 * Compiles a pure function of tensors for inputs of fixed shapes:
 *
 *     const decode = await compile(({ z }) => decoder.apply(z), { z: { shape: [64, 20] } }, { runtime: onnxNode() });
 *     const images = await decode({ z });
 *
 * The function runs twice, at once, without computing anything. Loops are unrolled, conditions and numbers are those of that
 * moment; tensors from outside are constants, variables are read anew at every call; all randomness comes from the key.
 * `grad`, `grads` and `valueAndGrads` of tfjs may be used inside.
 *
 * @throws UnsupportedError, with the line of the caller's code, when the function is not pure or calls a kernel that cannot be
 * compiled, and when no runtime is available; ArgumentError on a bad specification; the signal's reason when aborted.
 */
export async function compile<const S extends FunctionSpec, R extends FunctionResult>(
  fn: PureFunction<S, R>,
  spec: S,
  { runtime, signal }: CompileOptions,
): Promise<CompiledFunction<S, R>> {
  signal?.throwIfAborted();
  const traced = traceFunction('compile', fn as unknown as PureFunction, spec);
  const graph = optimize(traced.graph);
  const chosen = await firstAvailable('compile', [runtime].flat());
  signal?.throwIfAborted();
  const program = await chosen.load(graph);
  if (signal?.aborted) {
    await program.dispose();
    signal.throwIfAborted();
  }
  const feed = createFeed(traced, spec);
  let last: Promise<unknown> = Promise.resolve();
  const call = (inputs: Readonly<Record<string, Tensor | Data>>, key?: Key): Promise<FunctionResult> => {
    const result = last.then(async () => collect(traced, await feed(inputs, key), program));
    last = result.catch(() => undefined);
    return result;
  };
  return Object.assign(call as CompiledFunction<S, R>, {
    graph,
    runtime: chosen.name,
    dispose: () => last.then(() => program.dispose()),
  });
}

/** Gathers the arrays of a call. */
function createFeed(traced: TracedFunction, spec: FunctionSpec) {
  const noise = traced.noise.map((input) => ({ input, array: drawable(input) }));
  const variables = [...traced.variables].map(([name, variable]) => ({
    name,
    variable,
    dataId: {},
    array: new Float32Array() as Data,
  }));
  return async (inputs: Readonly<Record<string, Tensor | Data>>, key: Key | undefined): Promise<Arrays> => {
    const arrays: Record<string, Data> = {};
    for (const [name, signature] of Object.entries(spec)) arrays[name] = await readInput(name, signature, inputs[name]);
    for (const name of Object.keys(inputs))
      if (!(name in spec))
        throw new ArgumentError(
          'compile',
          `there is no input ${name}. Inputs are ${Object.keys(spec).join(', ') || 'none'}.`,
        );
    if (noise.length > 0 && !key)
      throw new ArgumentError('compile', 'the function draws random numbers: give a key as second argument.');
    for (const { input, array } of noise) {
      drawInto(input.path.reduce(foldIn, key as Key), input.noise, array as Float32Array<ArrayBuffer>);
      arrays[input.name] = array;
    }
    for (const held of variables) {
      if (held.variable.isDisposed) throw new ArgumentError('compile', `the variable ${held.name} was disposed.`);
      if (held.dataId !== held.variable.dataId) {
        const { dataId } = held.variable;
        held.array = (await held.variable.data<DataType>()).slice();
        held.dataId = dataId;
      }
      arrays[held.name] = held.array;
    }
    return arrays;
  };
}

const drawable = ({ shape, noise }: NoiseInput): Data =>
  allocate(noise.kind === 'bits' || noise.kind === 'integers' ? 'int32' : 'float32', sizeOf(shape));

async function readInput(
  name: string,
  { shape, dtype = 'float32' }: InputSpec,
  given: Tensor | Data | undefined,
): Promise<Data> {
  const expected = `${dtype} [${shape.join(', ')}]`;
  if (given === undefined) throw new ArgumentError('compile', `the input ${name} is missing: expected ${expected}.`);
  if (given instanceof Tensor) {
    const { shape: size, dtype: type } = given;
    if (type !== dtype || size.length !== shape.length || size.some((extent, i) => extent !== shape[i]))
      throw new ArgumentError(
        'compile',
        `the input ${name} is ${type} [${size.join(', ')}], and the function was compiled for ${expected}. Compile it for` +
          ' each shape that you need.',
      );
    return given.data<DataType>();
  }
  const array = given;
  const model = allocate(dtype, 0);
  if (array?.constructor !== model.constructor || array.length !== sizeOf(shape))
    throw new ArgumentError(
      'compile',
      `the input ${name} is ${array?.constructor?.name ?? typeof array} of ${array?.length ?? 0} numbers: expected a tensor, or ` +
        `${model.constructor.name} of ${sizeOf(shape)} numbers for ${expected}.`,
    );
  return array;
}

async function collect({ graph, isSingle }: TracedFunction, inputs: Arrays, program: Program): Promise<FunctionResult> {
  const outputs = Object.fromEntries(
    [...graph.outputs].map(([name, { dtype, shape }]) => [name, allocate(dtype, sizeOf(shape))] as const),
  );
  await program.run(inputs, outputs);
  const tensors = Object.fromEntries(
    [...graph.outputs].map(([name, { dtype, shape }]) => [name, tensor(outputs[name] as Data, [...shape], dtype)]),
  );
  return isSingle ? (tensors[SINGLE] as Tensor) : tensors;
}
