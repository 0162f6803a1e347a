export { type OnnxNodeOptions, type OnnxNodeProvider, onnxNode } from './onnx-node';
