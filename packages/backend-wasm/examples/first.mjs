import { wasm } from '@jensenjs/backend-wasm';
import { useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';

// Several may be given, in order of preference: useBackend(wasm(), cpu()).
const { name } = await useBackend(wasm());

const x = tf.ones([128, 784]);
const w = tf.ones([400, 784]);
const h = tf.matMul(x, w, false, true); // [128, 400]
console.log(name, h.shape, (await h.data())[0]);
