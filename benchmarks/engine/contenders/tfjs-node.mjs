// tfjs on TensorFlow's C library, where @tensorflow/tfjs-node is installed. Argument: the folder of inputs.
import { readGrey, readWeights } from '../inputs.mjs';
import { serve } from '../serve.mjs';
import { versionOf } from '../versions.mjs';
import { tfjsTrainer } from './tfjs-trainer.mjs';

const folder = process.argv[2];
const grey = readGrey(folder);
const optional = '@tensorflow/tfjs-node'; // no dependency of ours
const { default: tf } = await import(optional);

await serve(versionOf(optional), async (name) => ({
  'tfjs-node': tfjsTrainer(tf, name, grey, readWeights(folder, name)),
}));
