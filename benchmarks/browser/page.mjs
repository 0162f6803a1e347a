// A contender in a page of its own: ?contender=NAME&threads=N. The program that opened the page asks by `window.ask`.
import { greyOf, makePixels, makeWeights, splitWeights } from '../engine/make-inputs.mjs';
import { createRequests } from '../engine/requests.mjs';

const starts = {
  compiled: () => import('./contenders/compiled.mjs'),
  'eager-wasm': () => import('./contenders/eager-wasm.mjs'),
  'stock-wasm': () => import('./contenders/stock-wasm.mjs'),
  'stock-webgl': () => import('./contenders/stock-webgl.mjs'),
  'jax-js': () => import('./contenders/jax-js.mjs'),
};

const query = new URLSearchParams(location.search);
const { start } = await starts[query.get('contender')]();
const { about, trainer } = await start({ threads: Number(query.get('threads')) });
const grey = greyOf(makePixels());
const open = async (name) => ({ [about]: await trainer(name, grey, splitWeights(name, makeWeights(name))) });

window.ask = createRequests(about, open);
