import { UnsupportedError } from '@jensenjs/core';
import { wordsOf } from '../runtime/describe';
import { executeCopying } from '../runtime/execute-copying';
import { onnxRuntime, type Started } from '../runtime/onnx-runtime';
import type { OnnxRuntime } from '../runtime/ort';
import type { Runtime } from '../runtime/runtime';
import { selfTest } from '../runtime/self-test';
import { checkThreads } from '../runtime/threads';

/** Both count when ONNX Runtime starts, once in a page or worker; later they change nothing. */
export interface WebOptions {
  /** Threads for one operation. */
  readonly threads?: number;
  /** Folder that holds the .wasm file of onnxruntime-web, or the address of that file. */
  readonly wasmPaths?: string;
}

/** A build of onnxruntime-web. */
interface Build {
  readonly name: string;
  readonly where: string;
  readonly provider: 'wasm' | 'webgpu';
  readonly file: string;
  readonly load: () => Promise<unknown>;
  /** Why it cannot work here, if that can be known before it is loaded. */
  readonly missing?: () => Promise<string | undefined>;
  readonly options: WebOptions;
}

interface WebLibrary extends OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number; wasmPaths?: string | { readonly wasm?: string } } };
}

/** A runtime of a build of onnxruntime-web. */
export function webRuntime(build: Build): Runtime {
  checkThreads(build.where, build.options.threads);
  return onnxRuntime(build.name, build.where, () => start(build));
}

const libraries = new WeakMap<OnnxRuntime, Promise<Started>>();

async function start(build: Build): Promise<Started> {
  const missing = await build.missing?.();
  if (missing !== undefined) throw new UnsupportedError(build.where, `${missing}.`);
  const library = (await build.load().catch((error: unknown) => {
    throw new UnsupportedError(
      build.where,
      `onnxruntime-web cannot be imported (${wordsOf(error)}). npm install onnxruntime-web@1.30.0, or use interpreter().`,
      { cause: error },
    );
  })) as WebLibrary;
  const started = libraries.get(library) ?? startLibrary(build, library);
  libraries.set(library, started);
  return started;
}

async function startLibrary({ where, provider, file, options }: Build, ort: WebLibrary): Promise<Started> {
  const { threads = defaultThreads(), wasmPaths } = options;
  // Node has threads, and no such word.
  const alone = 'crossOriginIsolated' in globalThis && !globalThis.crossOriginIsolated;
  ort.env.wasm.numThreads = alone ? 1 : threads;
  // The address of the binary alone: the script that goes with it is part of the module.
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = { wasm: locate(wasmPaths, file) };
  const session = { executionProviders: [provider] };
  const execute = await selfTest(ort, session, [executeCopying]).catch((error: unknown) => {
    throw new UnsupportedError(
      where,
      `ONNX Runtime did not start (${wordsOf(error)}), and can be tried again in a fresh page or worker alone. If ${file} was not ` +
        `found, serve the one of onnxruntime-web/dist and say where: ${where}({ wasmPaths: '/folder/' }).`,
      { cause: error },
    );
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    ort,
    execute,
    options: session,
    inTurn: (work) => {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    note: alone && threads > 1 ? 'computes with one thread, since this page is not cross-origin isolated' : '',
  };
}

/** ONNX Runtime's own choice: half of the processors, which often come in pairs on one core. */
function defaultThreads(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.min(4, Math.ceil((globalThis.navigator?.hardwareConcurrency ?? 1) / 2));
}

function locate(paths: string, file: string): string {
  if (paths.endsWith('.wasm')) return paths;
  return paths.endsWith('/') ? paths + file : `${paths}/${file}`;
}
