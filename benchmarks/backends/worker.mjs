// A side in a process of its own. Stock sides load tfjs as it comes, and nothing of ours.
import { pathToFileURL } from 'node:url';
import { findAddon } from '../../tools/tfjs-node/src/find-addon.mjs';
import { Absent, answersOf, use } from './answers.mjs';

async function stock(name, load) {
  await import('@tensorflow/tfjs');
  await load?.();
  const tf = await import('@tensorflow/tfjs-core');
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend does not start`);
}

/** Loads tfjs-node with the native library that was built here. */
async function addon() {
  const folder = findAddon();
  if (!folder) throw new Absent('tfjs-node is not built: npm run tfjs-node');
  return () => import(pathToFileURL(`${folder}/index.cjs`).href);
}

const starts = {
  cpu: async () => use((await import('@jensenjs/backend-cpu')).cpu()),
  'stock-cpu': () => stock('cpu'),
  wasm: async () => use((await import('@jensenjs/backend-wasm')).wasm()),
  'stock-wasm': () => stock('wasm', () => import('@tensorflow/tfjs-backend-wasm')),
  node: async () => use((await import('@jensenjs/backend-node')).node({ load: await addon() })),
  'stock-node': async () => stock('tensorflow', await addon()),
};

const answer = answersOf(starts[process.argv[2]]);
process.on('message', (request) => void answer(request).then((message) => process.send(message)));
