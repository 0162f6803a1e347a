import type { Data } from '../graph/graph';
import { encodeModel } from '../onnx/model';
import type { Execution } from './checked-program';
import type { Execute, OnnxRuntime } from './ort';
import { SILENT } from './ort';
import type { Port } from './ports';

const inputs: readonly Port[] = [
  { name: 'x', shape: [2, 3], dtype: 'float32' },
  { name: 'n', shape: [3], dtype: 'int32' },
  { name: 'b', shape: [5], dtype: 'bool' },
];
const outputs: readonly Port[] = [
  { name: 'squares', shape: [2, 3], dtype: 'float32' },
  { name: 'doubles', shape: [3], dtype: 'int32' },
  { name: 'opposites', shape: [5], dtype: 'bool' },
];
const node = (op: string, from: readonly string[], to: string) => ({
  op,
  inputs: from,
  outputs: [to],
  attributes: {},
});

/**
 * Starts the library with these options on a tiny graph.
 *
 * @returns the first of these ways to run a session that gives the right numbers.
 * @throws when the library does not start, or no way is right.
 */
export async function selfTest(ort: OnnxRuntime, options: object, ways: readonly Execute[]): Promise<Execute> {
  const model = encodeModel({
    nodes: [node('Mul', ['x', 'x'], 'squares'), node('Add', ['n', 'n'], 'doubles'), node('Not', ['b'], 'opposites')],
    initializers: [],
    inputs,
    outputs,
  });
  const session = await ort.InferenceSession.create(model, { ...options, ...SILENT });
  try {
    for (const execute of ways) if (await isRight(execute(ort, session, inputs, outputs))) return execute;
  } finally {
    await session.release();
  }
  throw new Error('it computes wrong numbers');
}

/** Three runs: in arrays of their own, in memory of WebAssembly, and there again with other numbers. */
async function isRight({ run }: Execution): Promise<boolean> {
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  const [x, n, b] = [new Float32Array(buffer, 16, 6), new Int32Array(buffer, 44, 3), new Uint8Array(buffer, 59, 5)];
  const [squares, doubles] = [new Float32Array(buffer, 1028, 6), new Int32Array(buffer, 1056, 3)];
  const opposites = new Uint8Array(buffer, 1071, 5);
  const fill = (from: number): void => {
    x.forEach((_, i) => (x[i] = from + i));
    n.forEach((_, i) => (n[i] = from - i));
    b.forEach((_, i) => (b[i] = (from + i) % 2));
  };
  const isAnswer = (a: Data | undefined, c: Data | undefined, d: Data | undefined): boolean =>
    x.every((value, i) => a?.[i] === value * value) &&
    n.every((value, i) => c?.[i] === 2 * value) &&
    b.every((value, i) => d?.[i] === 1 - value);
  try {
    fill(3);
    const fresh = [new Float32Array(6), new Int32Array(3), new Uint8Array(5)] as const;
    await run([x.slice(), n.slice(), b.slice()], fresh);
    if (!isAnswer(...fresh)) return false;
    for (const from of [8, -5]) {
      fill(from);
      await run([x, n, b], [squares, doubles, opposites]);
      if (!isAnswer(squares, doubles, opposites)) return false;
    }
    // Nothing was written beside the outputs.
    const beside = new Uint8Array(buffer, 1000);
    return beside.every((byte, i) => byte === 0 || (i >= 28 && i < 76));
  } catch {
    return false;
  }
}
