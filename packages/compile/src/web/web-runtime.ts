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
  /**
   * Threads for one operation: half of the processors, but no more than 4, when left out. One alone where the page is not
   * cross-origin isolated, and in Node.
   */
  readonly threads?: number;
  /** Folder that holds the .wasm file of onnxruntime-web, or the address of that file; when left out, where the bundler put it. */
  readonly wasmPaths?: string;
}

/** A build of onnxruntime-web. */
interface Build {
  readonly name: string;
  /** Its factory, for the messages. */
  readonly where: string;
  readonly provider: 'wasm' | 'webgpu';
  /** Name of its binary. */
  readonly file: string;
  readonly load: () => Promise<unknown>;
  /** Why it cannot work here, if that can be known before it is loaded. */
  readonly missing?: () => Promise<string | undefined>;
  readonly options: WebOptions;
}

interface WebLibrary extends OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number; initTimeout?: number; wasmPaths?: { readonly wasm: string } } };
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
  const isolated = globalThis.crossOriginIsolated ?? false;
  ort.env.wasm.numThreads = isolated ? threads : 1;
  // ONNX Runtime waits for ever for threads whose script the server or the policy of the page withholds.
  if (isolated && threads > 1) ort.env.wasm.initTimeout = 120_000;
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
    threads: provider === 'wasm' ? ort.env.wasm.numThreads : undefined,
    inTurn: (work) => {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    note: threads > 1 && !isolated ? 'computes with one thread, since this is no cross-origin isolated page' : '',
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
