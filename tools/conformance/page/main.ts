import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { webgl } from '@jensenjs/backend-webgl';
import { webgpu } from '@jensenjs/backend-webgpu';
import { createSide } from '../src/side/side';

// `openPageHost` asks this for everything.
Object.assign(globalThis, {
  side: createSide({ cpu: () => cpu(), wasm: () => wasm(), webgl: () => webgl(), webgpu: () => webgpu() }),
});
