import type { Runtime } from '../runtime/runtime';
import { type WebOptions, webRuntime } from './web-runtime';

/**
 * ONNX Runtime compiled to WebAssembly, by `onnxruntime-web`, which is to be installed besides: in pages, in workers, and in
 * Node. A run blocks the thread that calls it, so pages train in a worker.
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
