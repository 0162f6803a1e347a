export { onnxWebGpu } from '../web/onnx-web-gpu';
