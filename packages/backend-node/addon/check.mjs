import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { run } from './run.mjs';

/** Loads an addon in another process, since a wrong one may end it, and multiplies two matrices. @throws where that fails. */
export function checkAddon(addon) {
  run(process.execPath, [fileURLToPath(import.meta.url), addon], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    failed: `The addon ${addon} does not work on Node ${process.version}.`,
  });
}

function multiply(addon) {
  const tf = createRequire(import.meta.url)(addon);
  const matrix = (shape, values) => tf.createTensor(shape, tf.TF_FLOAT, Float32Array.from(values));
  const attributes = [
    { name: 'T', type: tf.TF_ATTR_TYPE, value: tf.TF_FLOAT },
    { name: 'transpose_a', type: tf.TF_ATTR_BOOL, value: false },
    { name: 'transpose_b', type: tf.TF_ATTR_BOOL, value: true },
  ];
  const [product] = tf.executeOp('MatMul', attributes, [matrix([2, 2], [1, 2, 3, 4]), matrix([1, 2], [5, 6])], 1);
  const values = tf.tensorDataSync(product.id).join();
  if (values !== '17,39') throw new Error(`a product of matrices: expected 17,39, got ${values}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) multiply(process.argv[2]);
