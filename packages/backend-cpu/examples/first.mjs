import { cpu } from '@jensenjs/backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

await cpu().activate();
const y = tf.softplus(tf.tensor1d([-1, 0, 1]));
console.log(tf.getBackend(), Array.from(await y.data()));
