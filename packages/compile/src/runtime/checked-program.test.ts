import { expect, test, vi } from 'vitest';
import type { Data, Graph, Value } from '../graph/graph';
import { checkedProgram, type Execution } from './checked-program';

const input = (name: string, shape: number[], dtype: Value['dtype'] = 'float32'): Value => ({
  shape,
  dtype,
  origin: { kind: 'input', name },
});
const [a, n] = [input('a', [2, 3]), input('n', [4], 'int32')];
const graph: Graph = {
  inputs: [a, n],
  operations: [],
  outputs: new Map([
    ['y', a],
    ['m', n],
  ]),
};
const arrays = (): { inputs: Record<string, Data>; outputs: Record<string, Data> } => ({
  inputs: { a: new Float32Array(6), n: new Int32Array(4) },
  outputs: { y: new Float32Array(6), m: new Int32Array(4) },
});
const quick = (): Execution => ({ run: vi.fn(() => Promise.resolve()), dispose: vi.fn(() => Promise.resolve()) });

/** An execution whose runs end when they are told to. */
function slow() {
  let end = (): void => undefined;
  const log: string[] = [];
  const execution: Execution = {
    run: async () => {
      log.push('run');
      await new Promise<void>((resolve) => (end = resolve));
      log.push('end');
    },
    dispose: async () => {
      log.push('dispose');
    },
  };
  return { execution, log, end: () => end() };
}

test('gives the execution the arrays in the order of the graph', async () => {
  const execution = quick();
  const { inputs, outputs } = arrays();
  await checkedProgram('here', graph, execution).run({ n: inputs.n as Data, a: inputs.a as Data }, outputs);
  expect(execution.run).toHaveBeenCalledWith([inputs.a, inputs.n], [outputs.y, outputs.m]);
});

test.each([
  [
    'a missing input',
    { inputs: { n: undefined } },
    /expected Int32Array of 4 numbers for input n int32 \[4\], got none/,
  ],
  ['a missing output', { outputs: { y: undefined } }, /for output y float32 \[2, 3\], got none/],
  ['a wrong length', { inputs: { a: new Float32Array(5) } }, /expected Float32Array of 6 .* got Float32Array of 5\./],
  ['a wrong type', { inputs: { n: new Float32Array(4) } }, /expected Int32Array of 4 .* got Float32Array of 4\./],
  ['doubles', { inputs: { a: new Float64Array(6) } }, /got Float64Array of 6\./],
  ['a list', { inputs: { a: [1, 2, 3, 4, 5, 6] } }, /expected Float32Array of 6 .* got Array of 6\./],
])('refuses %s', async (_, change: object, message) => {
  const execution = quick();
  const given = arrays();
  const wrong = change as { inputs?: object; outputs?: object };
  const run = checkedProgram('here', graph, execution).run(
    { ...given.inputs, ...wrong.inputs },
    { ...given.outputs, ...wrong.outputs },
  );
  await expect(run).rejects.toMatchObject({ name: 'ArgumentError', message: expect.stringMatching(message) });
  await expect(run).rejects.toThrow(/^here: run: /);
  expect(execution.run).not.toHaveBeenCalled();
});

test('refuses memory that has grown since the array was made', async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { inputs, outputs } = arrays();
  inputs.a = new Float32Array(memory.buffer, 0, 6);
  const { run } = checkedProgram('here', graph, quick());
  await run(inputs, outputs);
  memory.grow(1);
  await expect(run(inputs, outputs)).rejects.toThrow(/Float32Array of 0. Its memory was moved or has grown/);
});

test('refuses an output that shares memory with another array, at whatever call it comes', async () => {
  const { run } = checkedProgram('here', graph, quick());
  const buffer = new ArrayBuffer(64);
  const { inputs, outputs } = arrays();
  await run(inputs, outputs);
  await run({ ...inputs, a: new Float32Array(buffer, 0, 6) }, { ...outputs, y: new Float32Array(buffer, 24, 6) });
  await expect(
    run({ ...inputs, a: new Float32Array(buffer, 0, 6) }, { ...outputs, y: new Float32Array(buffer, 20, 6) }),
  ).rejects.toThrow(/the array of output y shares memory with that of a\. An output needs memory of its own/);
  const same = { ...outputs, y: inputs.a as Data };
  for (let i = 0; i < 2; i++) await expect(run(inputs, same)).rejects.toThrow(/output y shares .* that of a/);
  const both = { y: new Float32Array(buffer, 8, 6), m: new Int32Array(buffer, 24, 4) };
  await expect(run(inputs, both)).rejects.toThrow(/output y shares memory with that of m|output m .* that of y/);
});

test('runs once at a time', async () => {
  const { execution, end } = slow();
  const program = checkedProgram('here', graph, execution);
  const { inputs, outputs } = arrays();
  const first = program.run(inputs, outputs);
  await expect(program.run(inputs, outputs)).rejects.toThrow('here: run: the run before is still going on.');
  end();
  await first;
  const next = program.run(inputs, outputs);
  end();
  await next;
});

test('goes on after a run that failed', async () => {
  const execution = quick();
  vi.mocked(execution.run).mockRejectedValueOnce(new Error('out of luck'));
  const program = checkedProgram('here', graph, execution);
  const { inputs, outputs } = arrays();
  await expect(program.run(inputs, outputs)).rejects.toThrow('out of luck');
  await program.run(inputs, outputs);
});

test('is disposed of once, when the run under way has ended, and then does not run', async () => {
  const { execution, log, end } = slow();
  const program = checkedProgram('here', graph, execution);
  const { inputs, outputs } = arrays();
  const run = program.run(inputs, outputs);
  const disposed = [program.dispose(), program.dispose()];
  await expect(program.run(inputs, outputs)).rejects.toThrow('here: run: the program was disposed of.');
  expect(log).toEqual(['run']);
  end();
  await Promise.all([run, ...disposed]);
  expect(log).toEqual(['run', 'end', 'dispose']);
});
