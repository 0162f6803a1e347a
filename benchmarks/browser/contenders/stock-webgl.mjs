import * as tf from '@tensorflow/tfjs';
import { tfjsTrainer } from '../../engine/contenders/tfjs-trainer.mjs';

/** tfjs as it comes, on its webgl backend. */
export async function start() {
  if (!(await tf.setBackend('webgl'))) throw new Error('the webgl backend does not start');
  return { about: `tfjs-backend-webgl`, trainer: (...args) => tfjsTrainer(tf, ...args) };
}
