// What this machine can do, as far as one thread shows it.
import { compile } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { key, randomUniform } from '@jensenjs/core';
import { dispose, matMul } from '@tensorflow/tfjs-core';
import { watchedOrt } from './watched-ort.mjs';

const SIDE = 1024;
const TIMES = 20;
const fastest = (times) => Math.min(...times);

/** Floating-point operations per millisecond of ONNX Runtime's product of two matrices [1024, 1024]. */
export async function productRate() {
  const watched = watchedOrt();
  const square = { shape: [SIDE, SIDE] };
  const runtime = onnxNode({ threads: 1, load: watched.load });
  const product = await compile(({ a, b }) => matMul(a, b), { a: square, b: square }, { runtime });
  const [a, b] = [1, 2].map((seed) => randomUniform(key(seed), [SIDE, SIDE]));
  for (let i = 0; i < TIMES; i++) dispose(await product({ a, b }));
  dispose([a, b]);
  await product.dispose();
  watched.dispose();
  return (2 * SIDE ** 3) / fastest(watched.times.slice(-TIMES));
}

/** Bytes per millisecond, read or written, of a copy of 2 MiB: activations of a step lie in caches for the most part. */
export function copyRate() {
  const from = new Float32Array(2 ** 19).fill(1);
  const to = new Float32Array(from.length);
  const times = Array.from({ length: 20 * TIMES }, () => {
    const start = performance.now();
    to.set(from);
    return performance.now() - start;
  });
  return (2 * from.byteLength) / fastest(times);
}
