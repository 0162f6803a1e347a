import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherGraph, mixedArrays, mixedGraph, mixedResults } from '../runtime/graphs.fixture';
import { interpreter } from '../runtime/interpreter';
import type { Runtime } from '../runtime/runtime';
import { onnxWeb } from './onnx-web';
import { onnxWebGpu } from './onnx-web-gpu';

const levels = ['log', 'info', 'warn', 'error'] as const;
beforeEach(() => {
  for (const level of levels) vi.spyOn(console, level);
});
afterEach(() => {
  for (const level of levels) expect(vi.mocked(console[level]).mock.calls, level).toEqual([]);
  vi.restoreAllMocks();
});

async function computes(runtime: Runtime): Promise<void> {
  const program = await runtime.load(mixedGraph());
  for (const scale of [1, -3]) {
    const { inputs, outputs } = mixedArrays(scale);
    await program.run(inputs, outputs);
    expect(outputs).toEqual(mixedResults(scale));
  }
  await program.dispose();
}

test('computes in WebAssembly, in silence', async () => {
  // The page of these tests is not cross-origin isolated.
  expect(await onnxWeb({ threads: 2 }).available()).toEqual({
    available: true,
    note: 'computes with one thread, since this is no cross-origin isolated page',
  });
  await computes(onnxWeb());
});

test('a run that fails says why, in silence, and the program runs again', async () => {
  const program = await onnxWeb().load(gatherGraph());
  const x = Float32Array.of(5, 6, 7);
  const chosen = new Float32Array(2);
  await expect(program.run({ x, i: Int32Array.of(0, 3) }, { chosen })).rejects.toThrow(/idx=3 must be within/);
  await program.run({ x, i: Int32Array.of(2, 0) }, { chosen });
  expect(chosen).toEqual(Float32Array.of(7, 5));
  await program.dispose();
});

test('computes by WebGPU where there is an adapter', async ({ skip }) => {
  const runtime = onnxWebGpu();
  const availability = await runtime.available();
  if (!availability.available) skip(`no WebGPU here: ${availability.reason}`);
  await computes(runtime);
});

test('the interpreter computes here too', async () => {
  await computes(interpreter());
});
