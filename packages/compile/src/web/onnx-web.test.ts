// In Node; what browsers do besides is in the other tests of this folder.
import { expect, test } from 'vitest';
import { gatherGraph, mixedArrays, mixedGraph, mixedResults } from '../runtime/graphs.fixture';
import type { Arrays } from '../runtime/runtime';
import { onnxWeb } from './onnx-web';
import { onnxWebGpu } from './onnx-web-gpu';

test('computes floats, integers and booleans at every run, for two programs at once', async () => {
  const runtime = onnxWeb({ threads: 2 });
  expect(await runtime.available()).toEqual({
    available: true,
    note: 'computes with one thread, since this is no cross-origin isolated page',
  });
  const programs = await Promise.all([runtime.load(mixedGraph()), onnxWeb().load(mixedGraph())]);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const x = new Float32Array(memory.buffer, 8, 6);
  const product = new Float32Array(memory.buffer, 64, 6);
  for (const round of [1, -2, 3]) {
    const sets = programs.map((_, i) => mixedArrays(round + 10 * i));
    const [first, second] = sets as [ReturnType<typeof mixedArrays>, ReturnType<typeof mixedArrays>];
    x.set(first.inputs.x);
    await Promise.all([
      programs[0]?.run({ ...first.inputs, x }, { ...first.outputs, product }),
      programs[1]?.run(second.inputs as Arrays, second.outputs),
    ]);
    expect({ ...first.outputs, product }).toEqual(mixedResults(round));
    expect(second.outputs).toEqual(mixedResults(round + 10));
  }
  await Promise.all(programs.map((program) => program.dispose()));
});

test('a run that fails says why, and the program runs again', async () => {
  const program = await onnxWeb().load(gatherGraph());
  const x = Float32Array.of(5, 6, 7);
  const chosen = new Float32Array(2);
  await expect(program.run({ x, i: Int32Array.of(0, 3) }, { chosen })).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(/^onnxWeb: ONNX Runtime failed in the graph of 1 operations.*idx=3 must be within/),
  });
  await program.run({ x, i: Int32Array.of(2, 0) }, { chosen });
  expect(chosen).toEqual(Float32Array.of(7, 5));
  await program.dispose();
});

test('there is no graphics card in Node, which is known before anything is loaded', async () => {
  expect(await onnxWebGpu().available()).toEqual({
    available: false,
    reason: expect.stringMatching(/^there is no WebGPU here.*: use onnxWeb\(\)$/),
  });
});

test('refuses a number of threads that is none at once', () => {
  expect(() => onnxWeb({ threads: -1 })).toThrow('onnxWeb: threads: expected an integer of at least 1, got -1.');
});
