import { expect, test } from 'vitest';
import { gatherGraph, mixedArrays, mixedGraph, mixedResults } from '../runtime/graphs.fixture';
import type { Arrays } from '../runtime/runtime';
import { fakeLibrary } from './testing/fake-library.fixture';
import { onnxNode } from './onnx-node';

test('is there, and computes floats, integers and booleans at every run', async () => {
  const runtime = onnxNode();
  expect(await runtime.available()).toEqual({ available: true });
  const program = await runtime.load(mixedGraph());
  const { inputs, outputs } = mixedArrays();
  await program.run(inputs, outputs);
  expect(outputs).toEqual(mixedResults());
  inputs.x.set(mixedArrays(-3).inputs.x);
  await program.run(inputs, outputs);
  expect(outputs).toEqual(mixedResults(-3));
  const other = mixedArrays(2);
  await program.run(other.inputs, other.outputs);
  expect(other.outputs).toEqual(mixedResults(2));
  expect(outputs).toEqual(mixedResults(-3));
  await program.dispose();
});

test.each([
  ['in place', {}, ''],
  ['by copying, where tensors keep the numbers they were made of', { snapshots: true }, 'copies all arrays'],
  ['by copying, where outputs are always made anew', { freshOutputs: true }, 'copies all arrays'],
  ['by copying, where outputs cannot be given', { refusesOutputs: true }, 'copies all arrays'],
])('computes %s', async (_, fakes, note) => {
  const { load, counts } = fakeLibrary(fakes);
  const runtime = onnxNode({ load });
  const availability = await runtime.available();
  expect((availability.available && availability.note) || '').toMatch(new RegExp(`^${note}`));
  const program = await runtime.load(mixedGraph());
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { inputs, outputs } = mixedArrays();
  const x = new Float32Array(memory.buffer, 4, 6);
  const product = new Float32Array(memory.buffer, 2052, 6);
  const made = counts.tensors;
  for (const scale of [1, 2, 3]) {
    x.set(mixedArrays(scale).inputs.x);
    await program.run({ ...inputs, x }, { ...outputs, product });
    expect({ ...outputs, product }).toEqual(mixedResults(scale));
  }
  expect(counts.tensors - made).toBe(note === '' ? 7 : 9);
  const written = new Uint8Array(memory.buffer).findLastIndex((byte) => byte !== 0);
  expect(written).toBeLessThan(2052 + 24);
});

test('tries a library once, however many runtimes are made of it', async () => {
  const { load, counts } = fakeLibrary();
  await onnxNode({ load }).available();
  await onnxNode({ load, threads: 1 }).available();
  expect(counts.sessions).toBe(1);
});

test('a library that computes wrong numbers is not used', async () => {
  expect(await onnxNode({ load: fakeLibrary({ error: 1 }).load }).available()).toEqual({
    available: false,
    reason: 'cpu does not start (it computes wrong numbers). Use onnxWeb() or interpreter()',
  });
});

test('says which graph ONNX Runtime does not take, in its words', async () => {
  const create = (count: number): void => {
    if (count > 0) throw new Error('Node (_3) Op (MatMul) [ShapeInferenceError] Incompatible dimensions\n');
  };
  const runtime = onnxNode({ load: fakeLibrary({ create }).load });
  await expect(runtime.load(mixedGraph())).rejects.toMatchObject({
    name: 'UnsupportedError',
    message:
      'onnxNode: ONNX Runtime does not take the graph of 5 operations, x float32 [2, 3], n int32 [3], b bool [3] → ' +
      'product float32 [2, 3], doubled int32 [3], opposite bool [3], 1 more: Node (_3) Op (MatMul) [ShapeInferenceError] ' +
      'Incompatible dimensions.',
    cause: expect.any(Error),
  });
});

test('a run that fails says why, and the program runs again', async () => {
  const program = await onnxNode().load(gatherGraph());
  const x = Float32Array.of(5, 6, 7);
  const chosen = new Float32Array(2);
  await expect(program.run({ x, i: Int32Array.of(0, 3) }, { chosen })).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(
      /^onnxNode: ONNX Runtime failed in the graph of 1 operations, x .*: .*idx=3 must be within.*; the program can run again\.$/,
    ),
  });
  await program.run({ x, i: Int32Array.of(2, 0) }, { chosen });
  expect(chosen).toEqual(Float32Array.of(7, 5));
  await program.dispose();
});

test('a trap of the library ends the program', async () => {
  let runs = 0;
  const { library } = fakeLibrary();
  const session = { release: () => Promise.reject(new Error('nothing is left to release')) };
  const trapping = {
    ...library,
    InferenceSession: {
      create: async (...args: Parameters<typeof library.InferenceSession.create>) =>
        runs++ === 0
          ? library.InferenceSession.create(...args)
          : { ...session, run: () => Promise.reject(new WebAssembly.RuntimeError('memory access out of bounds')) },
    },
  };
  const program = await onnxNode({ load: () => Promise.resolve(trapping) }).load(mixedGraph());
  const { inputs, outputs } = mixedArrays();
  for (let i = 0; i < 2; i++)
    await expect(program.run(inputs, outputs)).rejects.toThrow(
      /memory access out of bounds\. It cannot go on here: start anew in a fresh page or worker\.$/,
    );
  await program.dispose();
});

test('reads and writes memory that threads share', async () => {
  const program = await onnxNode().load(mixedGraph());
  const { inputs, outputs } = mixedArrays();
  const shared = new SharedArrayBuffer(64);
  const [x, product] = [new Float32Array(shared, 0, 6), new Float32Array(shared, 32, 6)];
  for (const scale of [1, 4]) {
    x.set(mixedArrays(scale).inputs.x);
    await program.run({ ...inputs, x }, { ...outputs, product });
    expect([...product]).toEqual([...mixedResults(scale).product]);
  }
  await program.dispose();
});

test('two programs run at once, each on its own arrays', async () => {
  const runtime = onnxNode();
  const programs = await Promise.all([runtime.load(mixedGraph()), runtime.load(mixedGraph())]);
  for (const round of [1, 2, 3]) {
    const sets = programs.map((_, i) => mixedArrays(round + 10 * i));
    await Promise.all(programs.map((program, i) => program.run(sets[i]?.inputs as Arrays, sets[i]?.outputs as Arrays)));
    expect(sets.map(({ outputs }) => outputs)).toEqual([mixedResults(round), mixedResults(round + 10)]);
  }
  await Promise.all(programs.map((program) => program.dispose()));
});

test('is disposed of after the run under way', async () => {
  const program = await onnxNode().load(mixedGraph());
  const { inputs, outputs } = mixedArrays();
  const run = program.run(inputs, outputs);
  await Promise.all([program.dispose(), run]);
  expect(outputs).toEqual(mixedResults());
  await expect(program.run(inputs, outputs)).rejects.toThrow('onnxNode: run: the program was disposed of.');
});
