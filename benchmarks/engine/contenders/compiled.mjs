// Ours, compiled. Arguments: the folder of inputs, the number of threads.
import { cpu } from '@jensenjs/backend-cpu';
import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { useBackend } from '@jensenjs/core';
import { readGrey, readWeights } from '../inputs.mjs';
import { serve } from '../serve.mjs';
import { versionOf } from '../versions.mjs';
import { ourTrainer } from './our-trainer.mjs';

const [folder, threads] = process.argv.slice(2);
const grey = readGrey(folder);
await useBackend(cpu());
const engine = compiled(onnxNode({ threads: Number(threads) }));

await serve(versionOf('onnxruntime-node'), async (name) => ({
  'ONNX Runtime': await ourTrainer(engine, name, grey, readWeights(folder, name)),
}));
