import type { Runtime } from '../runtime/runtime';
import { type WebOptions, webRuntime } from './web-runtime';

/**
 * ONNX Runtime on the graphics card of a browser, by WebGPU and `onnxruntime-web`. Apart from `onnxWeb`, so that programs which
 * do not use it need not ship its 27 MB: `runtime: [onnxWebGpu(), onnxWeb(), interpreter()]`.
 */
export function onnxWebGpu(options: WebOptions = {}): Runtime {
  return webRuntime({
    name: 'onnx-web-gpu',
    where: 'onnxWebGpu',
    provider: 'webgpu',
    file: 'ort-wasm-simd-threaded.asyncify.wasm',
    load: () => import('onnxruntime-web/webgpu'),
    missing: whyNoAdapter,
    options,
  });
}

/** Why there is no card to compute with. Asked before anything is fetched. */
async function whyNoAdapter(): Promise<string | undefined> {
  const gpu = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu;
  if (!gpu) return 'this browser has no WebGPU here, which secure pages (https) alone have: use onnxWeb()';
  return (await gpu.requestAdapter()) ? undefined : 'WebGPU finds no graphics card: use onnxWeb()';
}

interface Gpu {
  readonly requestAdapter: () => Promise<object | null>;
}
