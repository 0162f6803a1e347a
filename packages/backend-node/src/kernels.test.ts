import { useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { allCases, type Case, evaluateCase, inputData, partsOf } from '../../../tools/conformance/src/index';
import { cpu } from '../../backend-cpu/src/cpu';
import { isAbsent, load } from './addon.fixture';
import type { NodeBackend } from './backend';
import { corrected } from './correct-kernels';
import { node } from './tensorflow';

afterEach(() => useBackend(cpu()));

interface Outcome {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/** Values and derivatives of a case on the active backend. */
async function evaluate(one: Case): Promise<Record<string, Outcome>> {
  const data = inputData(one);
  const before = tf.memory().numTensors;
  const inputs = one.inputs.map(({ shape, dtype = 'float32' }, i) =>
    tf.tensor(data[i] as Float32Array, [...shape], dtype),
  );
  const results = tf.tidy(() => evaluateCase(one, inputs, partsOf(one)));
  const outcomes: Record<string, Outcome> = {};
  for (const [name, x] of Object.entries(results))
    outcomes[name] = { shape: x.shape, dtype: x.dtype, values: Array.from(await x.data()) };
  tf.dispose([results, inputs]);
  expect(tf.memory().numTensors).toBe(before);
  return outcomes;
}

/** Of the largest number of the array; ∞ where NaN or infinities differ, or shape or type. */
function distance(actual: Outcome | undefined, expected: Outcome): number {
  if (actual?.dtype !== expected.dtype || actual.shape.join() !== expected.shape.join())
    return Number.POSITIVE_INFINITY;
  const scale = Math.max(...expected.values.map((x) => (Number.isFinite(x) ? Math.abs(x) : 0)));
  return Math.max(
    0,
    ...expected.values.map((x, i) => {
      const y = actual.values[i] as number;
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return 0;
      const error = Math.abs(x - y) / scale;
      return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    }),
  );
}

async function compare(cases: readonly Case[]): Promise<void> {
  await useBackend(cpu());
  const expected = [];
  for (const one of cases) expected.push(await evaluate(one));
  const choice = await useBackend(node({ load }));
  expect(choice.name).toBe('node');
  const native = (): number => (tf.backend() as unknown as { getNumOfTFTensors: () => number }).getNumOfTFTensors();
  const before = native();
  for (const [i, one] of cases.entries()) {
    const actual = await evaluate(one);
    for (const [name, outcome] of Object.entries(expected[i] ?? {}))
      expect(distance(actual[name], outcome), `${one.name}: ${name}`).toBeLessThan(1e-5);
  }
  expect(native()).toBe(before);
}

const kernelOf = ({ name }: Case): string => /^\w+/.exec(name)?.[0] ?? '';

describe.skipIf(isAbsent)('on the real tfjs-node, as on cpu', () => {
  test.each(corrected)('%s', (kernel) => compare(allCases.filter((one) => kernelOf(one) === kernel)));

  const image = { shape: [2, 5, 6, 2] };
  const filter = { shape: [3, 4, 2, 2] };
  const bias = { shape: [2] };
  const strides: [number, number] = [2, 1];
  const sides: [number, number][] = [
    [0, 0],
    [0, 2],
    [3, 1],
    [0, 0],
  ];
  const pads = { '1': 1, '0, 2; 3, 1': sides } as const;
  const fused = Object.entries(pads).flatMap(([title, pad]): Case[] => [
    {
      name: `fused convolution, pad ${title}`,
      inputs: [image, filter, bias],
      run: (x, f, b) =>
        tf.fused.conv2d({
          ...both(x, f),
          strides: 2,
          pad: pad as 1,
          dimRoundingMode: 'floor',
          bias: b,
          activation: 'elu',
        }),
    },
    {
      name: `fused depthwise convolution, pad ${title}`,
      inputs: [image, filter, { shape: [4] }],
      run: (x, f, b) =>
        tf.fused.depthwiseConv2d({
          ...both(x, f),
          strides: 1,
          pad: pad as 1,
          dimRoundingMode: 'floor',
          bias: b,
          activation: 'relu',
        }),
    },
    {
      name: `convolution by other strides, pad ${title}`,
      inputs: [image, filter],
      run: (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad as 1, 'NHWC', 1, 'floor'),
    },
  ]);
  const both = (x: tf.Tensor, f: tf.Tensor): { x: tf.Tensor4D; filter: tf.Tensor4D } => ({
    x: x as tf.Tensor4D,
    filter: f as tf.Tensor4D,
  });
  test.each(fused)('$name', (one) => compare([one]));

  test('channels first give what channels last give', async () => {
    await useBackend(node({ load }));
    const x = tf.randomNormal<tf.Rank.R4>([2, 5, 6, 2]);
    const f = tf.randomNormal<tf.Rank.R4>([3, 3, 2, 4]);
    const b = tf.randomNormal<tf.Rank.R1>([4]);
    const fusedOf = (dataFormat: 'NHWC' | 'NCHW', image: tf.Tensor4D): tf.Tensor4D =>
      tf.fused.conv2d({
        x: image,
        filter: f,
        strides: 1,
        pad: 1,
        dimRoundingMode: 'floor',
        dataFormat,
        bias: b,
        activation: 'relu',
      });
    const last = fusedOf('NHWC', x);
    const first = fusedOf('NCHW', tf.transpose(x, [0, 3, 1, 2]));
    const error = tf.max(tf.abs(tf.sub(tf.transpose(first, [0, 2, 3, 1]), last)));
    expect((await error.data())[0]).toBeLessThan(1e-5);
  });

  test('knows its library', async () => {
    await useBackend(node({ load }));
    expect((tf.backend() as unknown as NodeBackend).isUsingGpuDevice).toBe(false);
    expect(await node({ load }).details?.()).toMatchObject({
      TensorFlow: expect.stringMatching(/^2\.\d+/),
      build: 'CPU',
    });
  });
});
