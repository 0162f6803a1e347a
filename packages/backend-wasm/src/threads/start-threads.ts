import { usableScript } from './usable-script';

/** The Emscripten module, as far as it is used here. */
interface Module {
  readonly cwrap: (name: string, result: 'number' | null, parameters: readonly 'number'[]) => unknown;
  tfjs?: Readonly<Record<string, unknown>>;
}

/** What the module is made from, and becomes. */
interface Settings {
  readonly locateFile: (file: string) => string;
  readonly mainScriptUrlOrBlob: string;
  readonly wasmBinary: Uint8Array;
  PThread?: { readonly terminateAllThreads: () => void };
}

type Factory = (settings: Settings) => Promise<Module>;

/** Neither a script nor threads take so long to start; broken ones never do. */
const PATIENCE = 10_000;

/**
 * Starts the module with threads, for the wasm backend of tfjs. tfjs's own start makes the script of a thread from the text of a function,
 * which minifiers change, and then never ends. Throws an Error, within ten seconds for each step, when threads do not start.
 * @param script address of the script of a thread
 * @param binary the threaded binary
 */
export async function startThreads(script: string, binary: Uint8Array): Promise<unknown> {
  const { default: factory } = (await import(
    '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'
  )) as unknown as { default: Factory };
  const { address, release } = await usableScript(script, PATIENCE);
  const settings: Settings = {
    locateFile: (file) => (file.endsWith('.worker.js') ? address : file),
    mainScriptUrlOrBlob: address,
    wasmBinary: binary,
  };
  try {
    const module = await within(PATIENCE, factory(settings));
    const call = (name: string, ...parameters: 'number'[]): unknown => module.cwrap(name, null, parameters);
    module.tfjs = {
      init: call('init'),
      initWithThreadsCount: call('init_with_threads_count', 'number'),
      getThreadsCount: module.cwrap('get_threads_count', 'number', []),
      registerTensor: call('register_tensor', 'number', 'number', 'number'),
      disposeData: call('dispose_data', 'number'),
      dispose: call('dispose'),
    };
    return module;
  } catch (error) {
    settings.PThread?.terminateAllThreads();
    throw error;
  } finally {
    release();
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`they did not start within ${milliseconds / 1000} seconds`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
