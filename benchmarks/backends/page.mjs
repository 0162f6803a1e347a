// A side in a page of its own: ?contender=NAME&threads=N. The program that opened the page asks by `window.ask`.
import { answersOf, use } from './answers.mjs';

const query = new URLSearchParams(location.search);
const threads = Number(query.get('threads'));

const starts = {
  wasm: async () => use((await import('@jensenjs/backend-wasm')).wasm({ threads })),
  'stock-wasm': async () => (await import('../browser/contenders/stock-wasm.mjs')).start({ threads }),
  webgl: async () => use((await import('@jensenjs/backend-webgl')).webgl()),
  'stock-webgl': async () => (await import('../browser/contenders/stock-webgl.mjs')).start(),
  webgpu: async () => use((await import('@jensenjs/backend-webgpu')).webgpu()),
  'stock-webgpu': async () => (await import('./stock-webgpu.mjs')).start(),
};

window.ask = answersOf(starts[query.get('contender')]);
