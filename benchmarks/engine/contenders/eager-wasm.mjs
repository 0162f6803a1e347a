// Ours, one operation at a time on our wasm backend. Argument: the folder of inputs.
import { wasm } from '@jensenjs/backend-wasm';
import { useBackend } from '@jensenjs/core';
import { eager } from '@jensenjs/train';
import { readGrey, readWeights } from '../inputs.mjs';
import { serve } from '../serve.mjs';
import { versionOf } from '../versions.mjs';
import { ourTrainer } from './our-trainer.mjs';

const folder = process.argv[2];
const grey = readGrey(folder);
await useBackend(wasm());

await serve(versionOf('@tensorflow/tfjs-backend-wasm'), async (name) => ({
  eager: await ourTrainer(eager(), name, grey, readWeights(folder, name)),
}));
