// jax-js on its wasm device. Argument: the folder of inputs.
import { defaultDevice, init } from '@jax-js/jax';
import { readGrey, readWeights } from '../inputs.mjs';
import { serve } from '../serve.mjs';
import { versionOf } from '../versions.mjs';
import { jaxTrainer } from './jax-js-trainer.mjs';

const folder = process.argv[2];
const grey = readGrey(folder);
await init('wasm');
defaultDevice('wasm');

await serve(versionOf('@jax-js/jax'), async (name) => ({
  'jit, wasm': jaxTrainer(name, grey, readWeights(folder, name)),
}));
