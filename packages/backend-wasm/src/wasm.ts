import { type Availability, type Backend, type BackendDetails, UnsupportedError } from '@jensenjs/core';
import { activateQuietly, takingTurns } from '@jensenjs/core/adapter';
import {
  engine,
  env,
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend';
import { correctKernels } from './correct-kernels';
import { binaryNames, chooseBinary, locate, probe, threadScriptName, type WasmPaths } from './files';
import { keepProcessListeners } from './process-listeners';
import { startThreads } from './threads/start-threads';
import { threadCount } from './threads/thread-count';

export interface WasmOptions {
  /**
   * Where the files of this package's `dist` are: a folder, or the address of each. Left out, Node takes the binaries from
   * tfjs's package and bundlers that understand `new URL(…, import.meta.url)` (Vite, webpack, Rollup) from this one.
   */
  readonly paths?: WasmPaths;
  /**
   * Threads for matrix products and convolutions, at most 8, in a cross-origin isolated page; always 1 elsewhere. Left out, as many as
   * the machine has processors, at most 4. Where threads do not start there is one.
   */
  readonly threads?: number;
}

/**
 * The tfjs wasm backend with its kernels corrected and completed for training. `paths` and `threads` count when it is
 * activated for the first time in a page or process; later they change nothing. `activate` throws an UnsupportedError
 * that says what to do when the binary cannot be loaded or started, and then leaves the backend that was in use.
 * `details` tells the binary, the number of threads, the version of tfjs and, once it has started, the size of its memory.
 */
export function wasm(options: WasmOptions = {}): Backend {
  return {
    name: 'wasm',
    available: () => available(options),
    details: () => details(options),
    activate: () => inTurn(() => activate(options)),
  };
}

const inTurn = takingTurns();

async function available({ paths, threads: wanted }: WasmOptions): Promise<Availability> {
  if (typeof WebAssembly === 'undefined') return { available: false, reason: 'this runtime has no WebAssembly' };
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    const { threads, note } = threadCount(wanted);
    const usable: Availability = { available: true, ...(note !== undefined && { note }) };
    if (isStarted() || env().getBool('IS_NODE')) return usable;
    const probed = await probe(locate(await chooseBinary(threads), paths));
    return 'problem' in probed ? { available: false, reason: probed.problem } : usable;
  } catch (error) {
    return { available: false, reason: String(error) };
  }
}

const isStarted = (): boolean => 'wasm' in engine().registry;

/** Why there is one thread where there could be more. */
let withoutThreads: string | undefined;

async function details({ threads: wanted }: WasmOptions): Promise<BackendDetails> {
  if (typeof WebAssembly === 'undefined') return {};
  try {
    const tfjs = await import('@tensorflow/tfjs-backend-wasm');
    const planned = threadCount(wanted);
    const binary = await chooseBinary(planned.threads);
    const note = withoutThreads ?? planned.note;
    const { wasm: module } = (isStarted() ? engine().registry.wasm : {}) as Partial<WasmBackend>;
    return {
      version: tfjs.version_wasm,
      binary,
      threads: module ? tfjs.getThreadsCount() : planned.threads,
      ...(module && { 'bytes of memory': module.HEAPU8.length }),
      ...(note !== undefined && { note }),
    };
  } catch {
    return {};
  }
}

type Tfjs = typeof import('@tensorflow/tfjs-backend-wasm');

async function activate({ paths, threads: wanted }: WasmOptions): Promise<void> {
  const tfjs = await import('@tensorflow/tfjs-backend-wasm');
  correctKernels();
  if (isStarted()) {
    await setBackend('wasm');
    return;
  }
  const { threads } = threadCount(wanted);
  if (await startWithThreads(tfjs, threads, paths)) return;
  const binary = await chooseBinary(1);
  if (paths !== undefined || !env().getBool('IS_NODE')) {
    const address = locate(binary, paths);
    const probed = env().getBool('IS_NODE') ? { streams: true } : await probe(address);
    if ('problem' in probed) throw new UnsupportedError('wasm', probed.problem);
    // tfjs wants an address for every binary, although it has already settled which one it will load.
    const everywhere = Object.fromEntries(binaryNames.map((name) => [name, address]));
    tfjs.setWasmPaths(everywhere, !probed.streams);
  }
  const before = getBackend();
  const restoreListeners = keepProcessListeners();
  const activated = await activateQuietly('wasm');
  restoreListeners();
  if (activated) return;
  if (before) await setBackend(before);
  throw new UnsupportedError(
    'wasm',
    `tfjs could not start ${binary}. If this program is bundled, say where the files of @jensenjs/backend-wasm/dist are: wasm({ paths: … }).`,
  );
}

/** Whether the backend is in use, with threads; if not, it can be started without. */
async function startWithThreads(tfjs: Tfjs, threads: number, paths: WasmPaths | undefined): Promise<boolean> {
  const binary = await chooseBinary(threads);
  if (threads < 2 || binary !== 'tfjs-backend-wasm-threaded-simd.wasm') return false;
  const probed = await probe(locate(binary, paths));
  if ('problem' in probed) throw new UnsupportedError('wasm', probed.problem);
  try {
    const module = await startThreads(locate(threadScriptName, paths), probed.bytes);
    tfjs.setThreadsCount(threads);
    const startAlone = findBackendFactory('wasm');
    removeBackend('wasm');
    registerBackend('wasm', () => new tfjs.BackendWasm(module as never), 2);
    if (await activateQuietly('wasm')) return true;
    removeBackend('wasm');
    registerBackend('wasm', startAlone, 2);
    withoutThreads = 'threads did not start';
  } catch (error) {
    withoutThreads = `threads did not start: ${error instanceof Error ? error.message : String(error)}`;
  }
  return false;
}
