// The program of the page: multiplies matrices on the built package, and reports.
import * as tf from '@tensorflow/tfjs-core';
import { wasm } from '../../dist/index.js';

const compute = async () => {
  const backend = wasm(JSON.parse(decodeURIComponent(location.search.slice(1) || '{}')));
  const availability = await backend.available();
  await backend.activate();
  // Each number of the product is 0 + 1 + … + 299, of a height that is shared out among threads.
  const x = tf.reshape(tf.tile(tf.range(0, 300), [500]), [500, 300]);
  const product = await tf.matMul(x, tf.ones([300, 40])).data();
  const { threads, binary, note } = await backend.details();
  return {
    backend: tf.getBackend(),
    availability,
    numbers: [...new Set(product)],
    threads,
    binary,
    ...(note && { note }),
  };
};

globalThis.report = compute().catch((error) => ({ error: error.message }));
