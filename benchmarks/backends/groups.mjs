// Who is measured, and against whom. A side that has not done a step in `patience` seconds cannot do it.

/** In Node, each in a process of its own. */
const inNode = {
  title: 'Node, one thread',
  prefix: '',
  patience: 120, // the convolutions of the cpu backend take a minute
  sides: ['wasm', 'stock-wasm', 'node', 'stock-node', 'cpu', 'stock-cpu'].map((name) => ({ name })),
  pairs: [
    ['wasm', 'stock-wasm'],
    ['wasm', 'stock-cpu'],
    ['node', 'stock-node'],
    ['cpu', 'stock-cpu'],
  ],
};

/** In Chromium, each in a page of its own, served with the headers that threads need. */
const inBrowser = {
  title: 'Chromium',
  prefix: 'browser-',
  patience: 40,
  sides: [
    { name: 'wasm' },
    { name: 'stock-wasm' },
    { name: 'wasm-2', kind: 'wasm', threads: 2 },
    { name: 'stock-wasm-2', kind: 'stock-wasm', threads: 2 },
    { name: 'webgl' },
    { name: 'stock-webgl' },
    { name: 'webgpu' },
    { name: 'stock-webgpu' },
  ],
  pairs: [
    ['wasm', 'stock-wasm'],
    ['wasm-2', 'stock-wasm-2'],
    ['webgl', 'stock-webgl'],
    ['webgpu', 'stock-webgpu'],
  ],
};

export const groups = { inNode, inBrowser };
export const models = ['mlp-step', 'conv-step'];
