// Who may import whom. A package may import the packages and libraries of its row and nothing else; its package.json must
// declare exactly those that it uses. Its Node entry (src/node) may import Node's own modules besides.
const tf = (name) => `@tensorflow/tfjs-${name}`;
const own = (name) => `@jensenjs/${name}`;

export const layers = {
  gradients: { imports: [tf('core')] },
  core: { imports: [tf('core'), own('gradients')] },
  distributions: { imports: [tf('core'), own('core')] },
  networks: { imports: [tf('core'), tf('layers'), own('core')] },
  data: { imports: [tf('core'), own('core')] },
  compile: {
    imports: [tf('core'), tf('backend-cpu'), '@bufbuild/protobuf', 'onnxruntime-node', 'onnxruntime-web', own('core')],
  },
  train: { imports: [tf('core'), own('core')] },
  'backend-cpu': { imports: [tf('core'), tf('backend-cpu'), own('core')] },
  'backend-wasm': { imports: [tf('core'), tf('backend-wasm'), own('core')] },
  'backend-webgl': { imports: [tf('core'), tf('backend-webgl'), own('core')] },
  'backend-webgpu': { imports: [tf('core'), tf('backend-webgpu'), own('core')] },
  'backend-node': { imports: [tf('core'), tf('node'), own('core')] },
  elbo: { imports: [tf('core'), own('core'), own('distributions')] },
  vae: { imports: [tf('core'), own('core'), own('distributions'), own('networks'), own('elbo')] },
  gan: { imports: [tf('core'), own('core'), own('distributions'), own('networks')] },
};
