// tfjs as it comes, on its wasm backend. Argument: the folder of inputs.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readGrey, readWeights } from '../inputs.mjs';
import { serve } from '../serve.mjs';
import { versionOf } from '../versions.mjs';
import { tfjsTrainer } from './tfjs-trainer.mjs';

const folder = process.argv[2];
const grey = readGrey(folder);
await tf.setBackend('wasm');
if (tf.getBackend() !== 'wasm') throw new Error(`tfjs uses its backend ${tf.getBackend()}`);

await serve(versionOf('@tensorflow/tfjs'), async (name) => ({
  'tfjs-backend-wasm': tfjsTrainer(tf, name, grey, readWeights(folder, name)),
}));
