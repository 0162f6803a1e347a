/** The program of the page, as text for bundlers: multiplies matrices on the built package at a path, and reports. */
export const program = (built: string): string => `
import * as tf from '@tensorflow/tfjs-core';
import { wasm } from '${built}';

const compute = async () => {
  const backend = wasm(JSON.parse(decodeURIComponent(location.search.slice(1))));
  const availability = await backend.available();
  await backend.activate();
  // Each number of the product is 0 + 1 + … + 299; there are enough rows to be shared out among threads.
  const x = tf.reshape(tf.tile(tf.range(0, 300), [500]), [500, 300]);
  const product = await tf.matMul(x, tf.ones([300, 40])).data();
  const { threads, binary, note } = await backend.details();
  const numbers = [...new Set(product)];
  return { backend: tf.getBackend(), availability, numbers, threads, binary, ...(note && { note }) };
};

globalThis.report = compute().catch((error) => ({ error: error.message }));
`;
