import { sizeOf } from '@jensenjs/core';
import { allCases, type Case, evaluateCase, inputData, partsOf } from '@jensenjs/conformance';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { cpu } from '../../../backend-cpu/src/cpu';
import { wasm } from '../../../backend-wasm/src/wasm';
import { allocate } from '../graph/constants';
import { createBuilder } from '../graph/create-builder';
import type { Data } from '../graph/graph';
import { traceCase } from '../kernels/testing/check.fixture';
import { rows } from '../kernels/rows';
import { optimize } from '../passes/optimize';
import { gatherGraph, mixedArrays, mixedGraph, mixedResults } from './graphs.fixture';
import { interpreter } from './interpreter';

afterEach(() => cpu().activate());

/** What eager code computes, by the names of the graph's outputs. */
function evaluateEagerly(checked: Case, data: readonly Data[]): Record<string, Data> {
  return tf.tidy(() => {
    const tensors = checked.inputs.map(({ shape, dtype = 'float32' }, i) =>
      tf.tensor(data[i] as Data, [...shape], dtype),
    );
    const results = evaluateCase(checked, tensors, partsOf(checked));
    return Object.fromEntries(
      Object.entries(results).map(([name, result]) => [name, result.dataSync<'float32' | 'int32' | 'bool'>()]),
    );
  });
}

async function interpret(checked: Case, data: readonly Data[]): Promise<Record<string, Data>> {
  const graph = optimize(traceCase(checked, partsOf(checked)));
  const program = await interpreter().load(graph);
  const inputs = Object.fromEntries(data.map((array, i) => [`input ${i}`, array]));
  const outputs = Object.fromEntries(
    [...graph.outputs].map(([name, { shape, dtype }]) => [name, allocate(dtype, sizeOf(shape))]),
  );
  await program.run(inputs, outputs);
  await program.dispose();
  return outputs;
}

describe('graphs give what eager code does', () => {
  for (const checked of allCases)
    test(checked.name, async () => {
      const data = inputData(checked);
      const expected = evaluateEagerly(checked, data);
      const found = await interpret(checked, data);
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      for (const [name, numbers] of Object.entries(expected)) {
        let largest = 0;
        for (const number of numbers) if (Number.isFinite(number)) largest = Math.max(largest, Math.abs(number));
        for (const [i, wanted] of numbers.entries()) {
          const got = found[name]?.[i] ?? Number.NaN;
          const equal = Number.isFinite(wanted) ? Math.abs(got - wanted) <= 1e-5 * largest : Object.is(got, wanted);
          if (!equal) throw new Error(`${name}: expected ${wanted}, got ${got} at ${i} (largest ${largest})`);
        }
      }
    });
});

test('computes on the backend that is active, and says which', async () => {
  const runtime = interpreter();
  const program = await runtime.load(mixedGraph());
  for (const [i, backend] of [cpu(), wasm(), cpu()].entries()) {
    await backend.activate();
    expect(await runtime.available()).toEqual({
      available: true,
      note: `computes eagerly, by the ${backend.name} backend of tfjs`,
    });
    const { inputs, outputs } = mixedArrays(i + 1);
    await program.run(inputs, outputs);
    expect(outputs).toEqual(mixedResults(i + 1));
  }
  await program.dispose();
});

test('leaves no tensor behind: constants until it is disposed of, else none', async () => {
  const before = tf.memory().numTensors;
  const program = await interpreter().load(mixedGraph());
  const loaded = tf.memory().numTensors;
  expect(loaded).toBe(before + 2);
  const { inputs, outputs } = mixedArrays();
  for (let i = 0; i < 3; i++) await program.run(inputs, outputs);
  expect(tf.memory().numTensors).toBe(loaded);
  await program.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('outputs may be inputs and constants', async () => {
  const build = createBuilder(rows);
  const x = build.input('x', [2], 'float32');
  const constant = build.constant(Float32Array.of(3, 4), [2], 'float32');
  const program = await interpreter().load(
    build.finish(
      new Map([
        ['same', x],
        ['again', x],
        ['constant', constant],
      ]),
    ),
  );
  const outputs = { same: new Float32Array(2), again: new Float32Array(2), constant: new Float32Array(2) };
  for (let i = 0; i < 2; i++) {
    await program.run({ x: Float32Array.of(i, 2) }, outputs);
    expect(outputs).toEqual({
      same: Float32Array.of(i, 2),
      again: Float32Array.of(i, 2),
      constant: Float32Array.of(3, 4),
    });
  }
  await program.dispose();
});

test('names the kernel that tfjs refuses, and runs again', async () => {
  const program = await interpreter().load(gatherGraph());
  const x = Float32Array.of(5, 6, 7);
  const chosen = new Float32Array(2);
  await expect(program.run({ x, i: Int32Array.of(0, 3) }, { chosen })).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(/^interpreter: tfjs could not compute GatherV2: .*index/),
  });
  await program.run({ x, i: Int32Array.of(2, 0) }, { chosen });
  expect(chosen).toEqual(Float32Array.of(7, 5));
});
