import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mixedResults } from '../runtime/graphs.fixture';
import { type Installation, install } from './testing/process.fixture';

const product = Object.fromEntries(mixedResults().product.entries());

describe('in a process of its own', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await install({ library: true });
  });
  afterAll(() => installation.remove());

  test.each(['esm', 'cjs'] as const)('computes, and the process ends by itself (%s)', async (format) => {
    expect(await installation.run('once', { format })).toEqual(product);
  });

  test('works in workers at the same time, which end when they are asked to', async () => {
    expect(await installation.run('workers')).toEqual({
      here: product,
      results: [product, product],
      note: 'a worker that is terminated within a run ends the whole process: ask it to stop',
      codes: [0, 0],
      after: product,
    });
  });

  test('survives that a worker is terminated, between runs or with onnxWeb within one', async () => {
    expect(await installation.run('terminate')).toEqual({ codes: [1, 1], after: product });
  });

  test('gives back the memory of programs that are disposed of', async () => {
    const [first = 0, ...later] = (await installation.run('many')) as number[];
    expect(Math.max(...later) - first).toBeLessThan(24);
  });

  test('keeps no array that is given once', async () => {
    // The 4500 runs after the first measurement take 128 KiB each: 560 MiB.
    const [first = 0, ...later] = (await installation.run('fresh')) as number[];
    expect(Math.max(...later) - first).toBeLessThan(128);
  });
});

test.each(['esm', 'cjs'] as const)(
  'says what to install where onnxruntime-node is absent, and goes on without (%s)',
  async (format) => {
    const installation = await install({ library: false });
    try {
      expect(await installation.run('choose', { format })).toMatchObject({
        availability: {
          available: false,
          reason:
            'onnxruntime-node is not installed: npm install onnxruntime-node@1.30.0, or use onnxWeb() or interpreter()',
        },
        chosen: 'interpreter',
        product,
      });
    } finally {
      installation.remove();
    }
  },
);
