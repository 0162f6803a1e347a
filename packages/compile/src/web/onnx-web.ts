import type { Runtime } from '../runtime/runtime';
import { type WebOptions, webRuntime } from './web-runtime';

/**
 * ONNX Runtime compiled to WebAssembly, by `onnxruntime-web`, which is to be installed besides: in pages, in workers, and in
 * Node. A run blocks the thread that calls it, so pages train in a worker. Arrays are copied at each run.
 *
 * **Files.** Its script is imported when the runtime is first asked for; the binary, `ort-wasm-simd-threaded.wasm`, 14 MB, is
 * fetched then. Vite and webpack 5 find both by the package's `import` condition and copy them: nothing is to be set. (Do not add
 * the condition `onnxruntime-web-use-extern-wasm`, with which the script has to be served too.) For others, esbuild among them,
 * serve the binary of onnxruntime-web/dist and give `wasmPaths`.
 *
 * **Content security policy.** `script-src 'self' 'wasm-unsafe-eval'` suffices, with `connect-src` for the binary. Nothing is
 * evaluated from text, and no `blob:` address is used.
 *
 * **Threads.** They want a cross-origin isolated page (headers `Cross-Origin-Opener-Policy: same-origin` and
 * `Cross-Origin-Embedder-Policy: require-corp`), `worker-src 'self'`, and the script, whose name may end in .mjs, served as
 * JavaScript.
 *
 * @throws ArgumentError on a number of threads that is none. `load` rejects with an UnsupportedError that says what is missing
 * and what to do; after a failure to start, ONNX Runtime can be tried again in a fresh page or worker alone.
 */
export function onnxWeb(options: WebOptions = {}): Runtime {
  return webRuntime({
    name: 'onnx-web',
    where: 'onnxWeb',
    provider: 'wasm',
    file: 'ort-wasm-simd-threaded.wasm',
    load: () => import('onnxruntime-web/wasm'),
    options,
  });
}
