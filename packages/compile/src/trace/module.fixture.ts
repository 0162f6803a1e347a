import { createUpdates, type Key, type Module, sizeOf, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { compile } from '../compile';
import type { DataType } from '../graph/graph';
import { onnxNode } from '../node/onnx-node';

/** How a module is to be applied. */
export interface Application {
  /** Of x, batch included. */
  readonly shape: readonly number[];
  readonly dtype?: DataType;
  /** Element i of x; different numbers on [−1, 1] when left out. */
  readonly from?: (i: number) => number;
  readonly training?: boolean;
  readonly key?: Key;
  /** Differentiates ‖gradient of x‖² by the parameters too, as gradient penalties do. */
  readonly penalty?: boolean;
}

/** Chooses the cpu as programs choose a backend: importing tfjs-layers has put tfjs' own gradients back, some of which are wrong. */
export async function correctGradients(): Promise<void> {
  await useBackend({
    name: 'cpu',
    available: () => Promise.resolve({ available: true }),
    activate: async () => {
      await tf.setBackend('cpu');
    },
  });
}

/** Numbers on [−1, 1] in no visible order. */
const scattered = (i: number): number => Math.sin(1 + i * i);

/** Gives parameters and moments numbers that are neither random nor all alike; those whose name ends in `variance` positive ones. */
export function fillVariables({ parameters, state }: Module): void {
  for (const [name, variable] of Object.entries({ ...parameters, ...state }))
    tf.tidy(() => {
      const values = Float32Array.from({ length: variable.size }, (_, i) => 0.5 * scattered(i + name.length));
      const made = tf.tensor(values, variable.shape);
      variable.assign(name.endsWith('variance') ? tf.add(tf.square(made), 0.5) : made);
    });
}

/**
 * Applies a module in ONNX Runtime and with tfjs: compares its output, the gradients of Σ weights · output with respect to x and all
 * parameters, what it proposes for its state, and the gradients of a penalty, each to 1e-5 of its largest number.
 */
export async function expectCompiles(module: Module, application: Application): Promise<void> {
  const { shape, dtype = 'float32', from = scattered, key } = application;
  const x = tf.tensor(
    Array.from({ length: sizeOf(shape) }, (_, i) => from(i)),
    [...shape],
    dtype,
  );
  const expected = tf.tidy(() => evaluate(module, application, x, key));
  const compiled = await compile(
    (inputs, symbolic) => evaluate(module, application, inputs.x, key && symbolic),
    { x: { shape, dtype } },
    { runtime: onnxNode({ threads: 1 }) },
  );
  try {
    const found = await compiled({ x }, key);
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [name, result] of Object.entries(expected)) expectClose(name, found[name], result);
    tf.dispose(found);
  } finally {
    await compiled.dispose();
    tf.dispose([x, expected]);
  }
}

function evaluate(
  module: Module,
  { training = false, penalty = false }: Application,
  x: tf.Tensor,
  key: Key | undefined,
): Record<string, tf.Tensor> {
  const updates = createUpdates();
  const context = { training, updates, ...(key ? { key } : {}) };
  const output = module.apply(x, context);
  const loss = (of: tf.Tensor): tf.Scalar => {
    const y = module.apply(of, { ...context, updates: createUpdates() });
    const weights = Float32Array.from({ length: y.size }, (_, i) => Math.cos(1 + 2 * i));
    return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
  };
  const parameters = Object.entries(module.parameters);
  const variables = parameters.map(([, variable]) => variable);
  const byVariable = variables.length > 0 ? tf.variableGrads(() => loss(x), variables).grads : {};
  // Not of parameters that shift the output only.
  const ofPenalty: Readonly<Record<string, tf.Tensor | null>> = penalty
    ? tf.variableGrads(() => tf.sum(tf.square(tf.grad(loss)(x))), variables).grads
    : {};
  return {
    output,
    ...(x.dtype === 'float32' ? { 'gradient of x': tf.grad(loss)(x) } : {}),
    ...Object.fromEntries(
      parameters.map(([name, variable]) => [`gradient of ${name}`, byVariable[variable.name] as tf.Tensor]),
    ),
    ...Object.fromEntries(
      parameters.flatMap(([name, variable]) => {
        const gradient = ofPenalty[variable.name];
        return gradient ? [[`gradient of the penalty by ${name}`, gradient]] : [];
      }),
    ),
    ...Object.fromEntries(
      Object.entries(module.state).map(([name, variable]) => [`next ${name}`, tf.clone(updates.read(variable))]),
    ),
  };
}

function expectClose(name: string, found: tf.Tensor | undefined, expected: tf.Tensor): void {
  expect(found?.shape, name).toEqual(expected.shape);
  expect(found?.dtype, name).toBe(expected.dtype);
  const got = found?.dataSync<'float32'>() ?? [];
  const wanted = expected.dataSync<'float32'>();
  const largest = wanted.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const difference = wanted.reduce((most, number, i) => Math.max(most, Math.abs(number - (got[i] ?? Number.NaN))), 0);
  // A NaN is no difference to Math.max, and is one here.
  expect(Number.isFinite(difference) && difference <= 1e-5 * largest, `${name}: ${difference} of ${largest}`).toBe(
    true,
  );
}
