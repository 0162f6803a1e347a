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
 * @throws when the library does not start, or no way does; then why the last did not.
 */
export async function selfTest(ort: OnnxRuntime, options: object, ways: readonly Execute[]): Promise<Execute> {
  const model = encodeModel({
    nodes: [node('Mul', ['x', 'x'], 'squares'), node('Add', ['n', 'n'], 'doubles'), node('Not', ['b'], 'opposites')],
    initializers: [],
    inputs,
    outputs,
  });
  const session = await ort.InferenceSession.create(model, { ...options, ...SILENT });
  let failure: unknown;
  try {
    for (const execute of ways)
      try {
        await check(execute(ort, session, inputs, outputs));
        return execute;
      } catch (error) {
        failure = error;
      }
  } finally {
    await session.release();
  }
  throw failure;
}

/** Three runs: in arrays of their own, in memory of WebAssembly, and there again with other numbers. */
async function check({ run }: Execution): Promise<void> {
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  const given = [
    new Float32Array(buffer, 16, 6),
    new Int32Array(buffer, 44, 3),
    new Uint8Array(buffer, 59, 5),
  ] as const;
  const results = [
    new Float32Array(buffer, 1028, 6),
    new Int32Array(buffer, 1056, 3),
    new Uint8Array(buffer, 1071, 5),
  ] as const;
  fill(given, 3);
  const own = [new Float32Array(6), new Int32Array(3), new Uint8Array(5)] as const;
  await run(
    given.map((array) => array.slice()),
    own,
  );
  compare(given, own);
  for (const from of [8, -5]) {
    fill(given, from);
    await run(given, results);
    compare(given, results);
  }
  if (new Uint8Array(buffer, 1000).some((byte, i) => byte !== 0 && (i < 28 || i >= 76)))
    throw new Error('it writes beside its outputs');
}

type Three = readonly [x: Float32Array, n: Int32Array, b: Uint8Array];

function fill([x, n, b]: Three, from: number): void {
  for (const i of x.keys()) x[i] = from + i;
  for (const i of n.keys()) n[i] = from - i;
  for (const i of b.keys()) b[i] = Math.abs(from + i) % 2;
}

function compare([x, n, b]: Three, [squares, doubles, opposites]: Three): void {
  const right =
    x.every((value, i) => squares[i] === value * value) &&
    n.every((value, i) => doubles[i] === 2 * value) &&
    b.every((value, i) => opposites[i] === 1 - value);
  if (!right) throw new Error('it computes wrong numbers');
}
