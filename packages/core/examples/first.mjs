import { drawArray, foldIn, key, logSumExp, randomNormal, split, stopGradient } from '@jensenjs/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

// A key is a value. It is used once: to draw, or to derive further keys.
const [data, training] = split(key(42), 2);
const x = randomNormal(data, [3, 2]);
x.print(); // the same numbers in every engine and on every backend

for (let step = 0; step < 2; step++) {
  const noise = drawArray(foldIn(training, step), { kind: 'uniform' }, 3); // on the host, as a Float32Array
  console.log(step, noise);
}

// ln Σ exp is −∞ for impossible terms, and its gradient harmless.
console.log(logSumExp([-Infinity, -Infinity]).dataSync(), logSumExp([1000, 1000]).dataSync());

// d/dx x · stop(x²) = x²
const slope = tf.grad((v) => tf.mul(v, stopGradient(tf.square(v))))(tf.scalar(3));
console.log(slope.dataSync());
