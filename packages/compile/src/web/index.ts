export { onnxWeb } from './onnx-web';
export { onnxWebGpu } from './onnx-web-gpu';
export type { WebOptions } from './web-runtime';
