// A program that uses the runtime as people do; process.fixture.ts bundles it and runs it in a process of its own.
import { once as event } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import '@tensorflow/tfjs-backend-cpu';
import { firstAvailable } from '../../runtime/first-available';
import { mixedArrays, mixedGraph, slowGraph } from '../../runtime/graphs.fixture';
import { interpreter } from '../../runtime/interpreter';
import type { Program, Runtime } from '../../runtime/runtime';
import { onnxWeb } from '../../web/onnx-web';
import { onnxNode } from '../onnx-node';

declare const FILE: string;

const native = onnxNode({ threads: 1 });
const SIZE = 128;

/** Runs a graph, and leaves everything as it is. */
async function once(runtime: Runtime = native): Promise<Float32Array> {
  const program = await runtime.load(mixedGraph());
  const { inputs, outputs } = mixedArrays();
  await program.run(inputs, outputs);
  return outputs.product;
}

/** Who computes where onnxruntime-node may be absent, and why. */
async function choose(): Promise<unknown> {
  const chosen = await firstAvailable('program', [native, interpreter()]);
  return { availability: await native.available(), chosen: chosen.name, product: await once(chosen) };
}

/** Two workers and this thread at the same time; then the workers are asked to stop. */
async function workers(): Promise<unknown> {
  const both = [new Worker(FILE, { argv: ['serve'] }), new Worker(FILE, { argv: ['serve'] })];
  const [here, ...results] = await Promise.all([once(), ...both.map((worker) => ask(worker, 'compute'))]);
  const note = await ask(both[0] as Worker, 'note');
  const ends = both.map((worker) => event(worker, 'exit'));
  for (const worker of both) worker.postMessage('stop', []);
  const codes = (await Promise.all(ends)).flat();
  return { here, results, note, codes, after: await once() };
}

/** Workers that are terminated: one of onnxruntime-node between runs, one of onnxruntime-web in a run. */
async function terminate(): Promise<unknown> {
  const idle = new Worker(FILE, { argv: ['serve'] });
  await ask(idle, 'note');
  const endless = new Worker(FILE, { argv: ['serve'] });
  await ask(endless, 'endless');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const codes = [await idle.terminate(), await endless.terminate()];
  return { codes, after: await once() };
}

async function ask(worker: Worker, what: string): Promise<unknown> {
  const [answer] = await Promise.race([
    (worker.postMessage(what, []), event(worker, 'message')),
    event(worker, 'error').then(([error]) => Promise.reject(error as Error)),
  ]);
  return answer as unknown;
}

/** In a worker: answers questions until it is told to stop. */
function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('This is no worker.');
  const answers = {
    compute: async () => {
      for (let i = 0; i < 100; i++) await once();
      return once();
    },
    note: async () => {
      const availability = await native.available();
      return availability.available ? availability.note : availability.reason;
    },
    endless: async () => {
      const program = await onnxWeb().load(slowGraph(SIZE, 100));
      setImmediate(() => void forever(program));
      return 'running';
    },
    stop: async () => port.close(),
  };
  port.on('message', (what: keyof typeof answers) => void answers[what]().then((answer) => port.postMessage(answer)));
  return Promise.resolve();
}

async function forever(program: Program): Promise<never> {
  for (;;) await program.run(...arrays());
}

const arrays = (): [{ x: Float32Array }, { y: Float32Array }] => [
  { x: new Float32Array(SIZE * SIZE).fill(0.01) },
  { y: new Float32Array(SIZE * SIZE) },
];

/** Memory in use, MiB, each time that 40 more programs were loaded, run and disposed of. */
async function many(): Promise<number[]> {
  const memory: number[] = [];
  for (let i = 1; i <= 160; i++) {
    const program = await native.load(slowGraph(SIZE, 20));
    await program.run(...arrays());
    await program.dispose();
    if (i % 40 === 0) memory.push(measure());
  }
  return memory;
}

/** Memory in use, MiB, each time that a program has run 1500 times more, with new arrays of 64 KiB at every run. */
async function fresh(): Promise<number[]> {
  const memory: number[] = [];
  const program = await native.load(slowGraph(SIZE, 1));
  for (let i = 1; i <= 6000; i++) {
    await program.run(...arrays());
    if (i % 1500 === 0) memory.push(measure());
  }
  return memory;
}

function measure(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

const modes = { once, choose, workers, terminate, serve, many, fresh };

async function main(): Promise<void> {
  const result = await modes[process.argv[2] as keyof typeof modes]();
  if (isMainThread) process.stdout.write(`${JSON.stringify(result)}\n`);
}

void main();
