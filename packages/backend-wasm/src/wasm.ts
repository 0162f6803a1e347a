import { type Availability, type Backend, UnsupportedError } from '@jensenjs/core';
import { activateQuietly } from '@jensenjs/core/adapter';
import {
  engine,
  env,
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { binaryNames, chooseBinary, locate, probe, type WasmPaths } from './binaries';
import { correctKernels } from './correct-kernels';
import { keepProcessListeners } from './process-listeners';

export interface WasmOptions {
  /**
   * Where the tfjs binaries are: a folder, or the address of each. Left out, Node takes them from
   * tfjs's package and bundlers that understand `new URL(…, import.meta.url)` (Vite, webpack, Rollup) from this one.
   */
  readonly paths?: WasmPaths;
  /**
   * Threads for matrix products in a cross-origin isolated page; 1 when left out, and always 1 elsewhere. tfjs starts
   * its workers from the text of its own functions, which minifiers break: try the production build before relying on it.
   */
  readonly threads?: number;
}

/**
 * The tfjs wasm backend with its kernels corrected and completed for training. `paths` and `threads` count when it is
 * activated for the first time in a page or process; later they change nothing. `activate` throws an UnsupportedError
 * that says what to do when the binary cannot be loaded or started, and then leaves the backend that was in use.
 */
export function wasm(options: WasmOptions = {}): Backend {
  return { name: 'wasm', available: () => available(options), activate: () => inTurn(() => activate(options)) };
}

let last: Promise<void> = Promise.resolve();

/** One activation after the other: tfjs takes back the first of two starts that overlap. */
function inTurn(run: () => Promise<void>): Promise<void> {
  const turn = last.then(run);
  last = turn.catch(() => undefined);
  return turn;
}

async function available(options: WasmOptions): Promise<Availability> {
  if (typeof WebAssembly === 'undefined') return { available: false, reason: 'this runtime has no WebAssembly' };
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    if ('wasm' in engine().registry || env().getBool('IS_NODE')) return { available: true };
    const { problem } = await probe(locate(await chooseBinary(options.threads), options.paths));
    return problem === undefined ? { available: true } : { available: false, reason: problem };
  } catch (error) {
    return { available: false, reason: String(error) };
  }
}

async function activate(options: WasmOptions): Promise<void> {
  const tfjs = await import('@tensorflow/tfjs-backend-wasm');
  correctKernels();
  if ('wasm' in engine().registry) {
    await setBackend('wasm');
    return;
  }
  const binary = await chooseBinary(options.threads);
  if (options.threads !== undefined) tfjs.setThreadsCount(options.threads);
  if (options.paths !== undefined || !env().getBool('IS_NODE')) {
    const address = locate(binary, options.paths);
    const { problem, streams } = env().getBool('IS_NODE')
      ? { problem: undefined, streams: true }
      : await probe(address);
    if (problem !== undefined) throw new UnsupportedError('wasm', problem);
    // tfjs wants an address for every binary, although it has already settled which one it will load.
    const everywhere = Object.fromEntries(binaryNames.map((name) => [name, address]));
    tfjs.setWasmPaths(everywhere, !streams);
  }
  const before = getBackend();
  const restoreListeners = keepProcessListeners();
  const threaded = binary === 'tfjs-backend-wasm-threaded-simd.wasm';
  const activated = await (threaded ? within(10_000, activateQuietly('wasm')) : activateQuietly('wasm'));
  restoreListeners();
  if (activated) return;
  if (threaded) forgetAttempt();
  if (before) await setBackend(before);
  const advice = threaded
    ? 'Minified bundles break the workers of tfjs: use wasm({ threads: 1 }).'
    : 'If this program is bundled, say where the .wasm files of @jensenjs/backend-wasm/dist are: wasm({ paths: … }).';
  throw new UnsupportedError('wasm', `tfjs could not start ${binary}. ${advice}`);
}

/** What the promise resolves to, or undefined when that takes longer: broken workers never answer. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, milliseconds, undefined)));
  const result = await Promise.race([promise, timeout]);
  clearTimeout(timer);
  return result;
}

/** Ends the wait of the tfjs engine for a backend that does not come, and lets it be tried again. */
function forgetAttempt(): void {
  const factory = findBackendFactory('wasm');
  removeBackend('wasm');
  registerBackend('wasm', factory, 2);
}
