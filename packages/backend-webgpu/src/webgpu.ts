import { type Availability, type Backend, UnsupportedError } from '@jensenjs/core';
import { activateQuietly } from '@jensenjs/core/adapter';
import { env, getBackend, setBackend } from '@tensorflow/tfjs-core';

export interface WebgpuOptions {
  /** Whether a browser that computes WebGPU in software will do; true when left out. */
  readonly software?: boolean;
}

/** The tfjs webgpu backend. */
export function webgpu(options: WebgpuOptions = {}): Backend {
  return { name: 'webgpu', available: () => available(options), activate: () => activate(options) };
}

async function available(_options: WebgpuOptions): Promise<Availability> {
  if (env().getBool('IS_NODE')) return { available: false, reason: 'WebGPU is there in browsers only: use wasm()' };
  try {
    const adapter = await (navigator as { gpu?: { requestAdapter: () => Promise<unknown> } }).gpu?.requestAdapter();
    return adapter ? { available: true } : { available: false, reason: 'this browser has no WebGPU: use wasm()' };
  } catch (error) {
    return { available: false, reason: String(error) };
  }
}

async function activate(options: WebgpuOptions): Promise<void> {
  const availability = await available(options);
  if (!availability.available) throw new UnsupportedError('webgpu', availability.reason);
  const before = getBackend();
  await import('@tensorflow/tfjs-backend-webgpu');
  if (await activateQuietly('webgpu')) return;
  if (before) await setBackend(before);
  throw new UnsupportedError('webgpu', 'tfjs could not start its backend.');
}
