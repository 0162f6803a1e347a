import type { Runtime } from '../runtime/runtime';
import { type WebOptions, webRuntime } from './web-runtime';

/**
 * ONNX Runtime on the graphics card of a browser, by WebGPU and `onnxruntime-web`. All that `onnxWeb` says holds, for a binary of
 * 27 MB, `ort-wasm-simd-threaded.asyncify.wasm`. A function of its own, so that programs without it do not ship that:
 *
 *     runtime: [onnxWebGpu(), onnxWeb(), interpreter()]
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
  if (!gpu) return 'there is no WebGPU here, which some browsers have in secure (https) pages: use onnxWeb()';
  return (await gpu.requestAdapter()) ? undefined : 'WebGPU finds no graphics card: use onnxWeb()';
}

interface Gpu {
  readonly requestAdapter: () => Promise<object | null>;
}
