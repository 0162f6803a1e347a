import { foldIn, key, randomNormal } from '@jensenjs/core';
import { mlp } from '@jensenjs/networks';
import { expectClose } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile';
import { onnxNode } from './node';
import { interpreter } from './runtime/interpreter';
import type { Program, Runtime } from './runtime/runtime';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const runtimes: Runtime[] = [onnxNode(), interpreter()];
const spec = { x: { shape: [2, 3] } } as const;
const numbers = Float32Array.from([1, -2, 3, -4, 5, -6]);

describe.each(runtimes)('compile on $name', (runtime) => {
  it('gives the tensors of eager code, one or several by name', async () => {
    const one = await compile(({ x }) => tf.softplus(x), spec, { runtime });
    const several = await compile(({ x }) => ({ sum: tf.sum(x, 1), isLarge: tf.greater(x, 2) }), spec, { runtime });
    const x = tf.tensor(numbers, [2, 3]);
    expectClose(await one({ x }), tf.softplus(x));
    const { sum, isLarge } = await several({ x: numbers });
    expect([sum.shape, isLarge.dtype]).toEqual([[2], 'bool']);
    expect([...(await sum.data()), ...(await isLarge.data())]).toEqual([2, -5, 0, 0, 1, 0, 1, 0]);
    expect(one.runtime).toBe(runtime.name);
    await Promise.all([one.dispose(), several.dispose()]);
  });

  it('draws from its key what eager code draws', async () => {
    const draw = await compile((_, from) => tf.mul(randomNormal(foldIn(from, 3), [4]), 2), {}, { runtime });
    for (const seed of [1, 2])
      expectClose(await draw({}, key(seed)), tf.mul(randomNormal(foldIn(key(seed), 3), [4]), 2));
    await expect(draw({})).rejects.toThrow(/draws random numbers: give a key/);
    await draw.dispose();
  });

  it('reads variables anew at every call', async () => {
    const network = mlp(key(1), { input: 3, hidden: [4], output: 2 });
    const apply = await compile(({ x }) => network.apply(x), spec, { runtime });
    const x = tf.tensor(numbers, [2, 3]);
    expectClose(await apply({ x }), network.apply(x));
    for (const variable of Object.values(network.parameters)) variable.assign(tf.add(tf.mul(variable, 2), 1));
    expectClose(await apply({ x }), network.apply(x));
    network.dispose();
    await expect(apply({ x })).rejects.toThrow(/the variable variable\/.* was disposed/);
    await apply.dispose();
  });

  it('leaves only its results alive', async () => {
    const f = await compile(({ x }) => tf.exp(x), spec, { runtime });
    const x = tf.tensor(numbers, [2, 3]);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) (await f({ x })).dispose();
    expect(tf.memory().numTensors).toBe(before);
    await f.dispose();
  });

  it('does calls that overlap one after the other, and ends those under way before it is disposed of', async () => {
    const f = await compile(({ x }) => tf.mul(x, 2), spec, { runtime });
    const calls = [1, 2, 3].map((scale) => f({ x: numbers.map((value) => value * scale) }));
    const disposed = f.dispose();
    const results = await Promise.all(calls);
    expect(await Promise.all(results.map(async (result) => (await result.data())[0]))).toEqual([2, 4, 6]);
    await disposed;
    await expect(f({ x: numbers })).rejects.toThrow(/disposed/);
  });

  it.each<[string, Record<string, tf.Tensor | Float32Array | Int32Array>, RegExp]>([
    ['a missing input', {}, /the input x is missing: expected float32 \[2, 3\]/],
    ['an input too many', { x: numbers, y: numbers }, /there is no input y. Inputs are x/],
    [
      'a tensor of another shape',
      { x: tf.zeros([3, 2]) },
      /x is float32 \[3, 2\], and the function was compiled for float32 \[2, 3\]/,
    ],
    [
      'an array of another type',
      { x: new Int32Array(6) },
      /x is Int32Array of 6 numbers: expected a tensor, or Float32Array of 6/,
    ],
    ['an array of another length', { x: new Float32Array(5) }, /x is Float32Array of 5 numbers/],
  ])('refuses %s', async (_, inputs, message) => {
    const f = await compile(({ x }) => tf.exp(x), spec, { runtime });
    await expect(f(inputs as never)).rejects.toThrow(message);
    const [first] = await (await f({ x: numbers })).data();
    expect(first).toBeCloseTo(Math.E, 5);
    await f.dispose();
  });
});

describe('compile', () => {
  const loaded: string[] = [];
  /** Loads when it is told to. */
  const slow = (ready: Promise<void>): Runtime => ({
    name: 'slow',
    available: async () => ({ available: true }),
    load: async () => {
      await ready;
      loaded.push('loaded');
      const program: Program = { run: async () => {}, dispose: async () => void loaded.push('disposed') };
      return program;
    },
  });

  it('frees what was loaded when it is aborted meanwhile', async () => {
    let resolve = (): void => {};
    const promise = new Promise<void>((ready) => {
      resolve = ready;
    });
    const controller = new AbortController();
    const compiling = compile(({ x }) => tf.exp(x), spec, { runtime: slow(promise), signal: controller.signal });
    await new Promise((ready) => setTimeout(ready));
    controller.abort(new Error('enough'));
    resolve();
    await expect(compiling).rejects.toThrow('enough');
    expect(loaded).toEqual(['loaded', 'disposed']);
    await expect(compile(({ x }) => tf.exp(x), spec, { runtime: [], signal: controller.signal })).rejects.toThrow(
      'enough',
    );
  });

  it('takes the first runtime that is available, and says why none is', async () => {
    const absent: Runtime = {
      name: 'absent',
      available: async () => ({ available: false, reason: 'it is not installed' }),
      load: () => Promise.reject(new Error('not reached')),
    };
    const f = await compile(({ x }) => tf.exp(x), spec, { runtime: [absent, interpreter()] });
    expect(f.runtime).toBe('interpreter');
    await f.dispose();
    await expect(compile(({ x }) => tf.exp(x), spec, { runtime: absent })).rejects.toThrow(
      /absent: it is not installed/,
    );
  });

  it('refuses what is no function, and names that are taken', async () => {
    const runtime = interpreter();
    await expect(compile(undefined as never, spec, { runtime })).rejects.toThrow(/expected a function of tensors/);
    await expect(
      compile((x) => Object.values(x)[0] as tf.Tensor, { 'noise/x': { shape: [1] } }, { runtime }),
    ).rejects.toThrow(/begin with noise/);
    await expect(compile(({ x }) => tf.exp(x), { x: { shape: [-1] } }, { runtime })).rejects.toThrow(
      /shape of input x/,
    );
    await expect(compile(({ x }) => x.dataSync() as never, spec, { runtime })).rejects.toThrow(
      /^compile: .*reads the numbers/,
    );
  });
});
