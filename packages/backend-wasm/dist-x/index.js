import { replaceKernels } from './chunk-UHDM7LUY.js';

// packages/core/src/errors.ts
var UnsupportedError = class extends Error {
  constructor(where, problem, options) {
    super(`${where}: ${problem}`, options);
    this.where = where;
  }
  where;
  name = 'UnsupportedError';
};

// packages/backend-wasm/src/wasm.ts
import { engine, env as env2, getBackend, setBackend } from '@tensorflow/tfjs-core';

// packages/backend-wasm/src/binaries.ts
import { env } from '@tensorflow/tfjs-core';
var binaryNames = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
async function chooseBinary(threads) {
  if (threads === 1 || !globalThis.crossOriginIsolated) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threaded = await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  if (!simd) return 'tfjs-backend-wasm.wasm';
  return threaded ? 'tfjs-backend-wasm-threaded-simd.wasm' : 'tfjs-backend-wasm-simd.wasm';
}
function locate(binary, paths) {
  if (typeof paths === 'string') return paths.endsWith('/') ? paths + binary : `${paths}/${binary}`;
  return paths?.[binary] ?? own(binary);
}
function own(binary) {
  switch (binary) {
    case 'tfjs-backend-wasm.wasm':
      return new URL('../dist/tfjs-backend-wasm.wasm', import.meta.url).href;
    case 'tfjs-backend-wasm-simd.wasm':
      return new URL('../dist/tfjs-backend-wasm-simd.wasm', import.meta.url).href;
    case 'tfjs-backend-wasm-threaded-simd.wasm':
      return new URL('../dist/tfjs-backend-wasm-threaded-simd.wasm', import.meta.url).href;
  }
}
var magic = [0, 97, 115, 109];
async function probe(address) {
  const hint = 'Serve the .wasm files of @jensenjs/backend-wasm/dist and say where: wasm({ paths: "/folder/" }).';
  try {
    const response = await fetch(address, { credentials: 'same-origin' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const streams = response.headers.get('content-type') === 'application/wasm';
    if (response.ok && magic.every((byte, i) => bytes[i] === byte)) return { streams };
    const got = response.ok ? (response.headers.get('content-type') ?? 'something else') : `status ${response.status}`;
    return { problem: `${address} is not a WebAssembly binary (${got}). ${hint}`, streams };
  } catch (error) {
    return { problem: `${address} cannot be fetched (${String(error)}). ${hint}`, streams: false };
  }
}

// packages/backend-wasm/src/process-listeners.ts
function keepProcessListeners() {
  const { process } = globalThis;
  const { listeners, off } = process ?? {};
  if (!listeners || !off) return () => void 0;
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(listeners.call(process, event)));
  return () => {
    for (const [i, event] of events.entries())
      for (const listener of listeners.call(process, event))
        if (!before[i]?.has(listener)) off.call(process, event, listener);
  };
}

// packages/backend-wasm/src/wasm.ts
function wasm(options = {}) {
  return { name: 'wasm', available: () => available(options), activate: () => activate(options) };
}
async function available(options) {
  if (typeof WebAssembly === 'undefined') return { available: false, reason: 'this runtime has no WebAssembly' };
  if ('wasm' in engine().registry || env2().getBool('IS_NODE')) return { available: true };
  try {
    const { problem } = await probe(locate(await chooseBinary(options.threads), options.paths));
    return problem === void 0 ? { available: true } : { available: false, reason: problem };
  } catch (error) {
    return { available: false, reason: String(error) };
  }
}
async function activate(options) {
  const tfjs = await import('@tensorflow/tfjs-backend-wasm');
  replaceKernels();
  if ('wasm' in engine().registry) {
    await setBackend('wasm');
    return;
  }
  const binary = await chooseBinary(options.threads);
  if (options.threads !== void 0) tfjs.setThreadsCount(options.threads);
  if (options.paths !== void 0 || !env2().getBool('IS_NODE')) {
    const address = locate(binary, options.paths);
    const { problem, streams } = env2().getBool('IS_NODE') ? { problem: void 0, streams: true } : await probe(address);
    if (problem !== void 0) throw new UnsupportedError('wasm', problem);
    const everywhere = Object.fromEntries(binaryNames.map((name) => [name, address]));
    tfjs.setWasmPaths(everywhere, !streams);
  }
  const before = getBackend();
  const restoreListeners = keepProcessListeners();
  const activated = await quietly(() => setBackend('wasm'));
  restoreListeners();
  if (activated) return;
  if (before) await setBackend(before);
  throw new UnsupportedError(
    'wasm',
    `tfjs could not start ${binary}. If this program is bundled, tell where the .wasm files of @jensenjs/backend-wasm/dist are: wasm({ paths: \u2026 }).`,
  );
}
async function quietly(run) {
  const production = env2().getBool('PROD');
  env2().set('PROD', true);
  try {
    return await run();
  } finally {
    env2().set('PROD', production);
  }
}
export { wasm };
