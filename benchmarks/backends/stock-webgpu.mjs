import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { Absent } from './answers.mjs';

/** tfjs as it comes, on its webgpu backend. */
export async function start() {
  if (!(await navigator.gpu?.requestAdapter())) throw new Absent('this browser has no WebGPU');
  if (!(await tf.setBackend('webgpu'))) throw new Error('the webgpu backend does not start');
}
