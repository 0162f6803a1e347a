export { onnxWeb } from './onnx-web';
export type { WebOptions } from './web-runtime';
