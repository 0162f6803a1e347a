import { type Availability, type Backend, type BackendDetails, UnsupportedError } from '@jensenjs/core';
import { activateQuietly, takingTurns } from '@jensenjs/core/adapter';
import {
  backend,
  engine,
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { WebgpuBackend } from './backend';
import { correctKernels } from './correct-kernels';
import { findEntrance, type LoadDawn, provideGlobals, withNavigator } from './entrance';
import { openDevice } from './open-device';
import { refuseFailures } from './refuse-failures';

export interface WebgpuOptions {
  /**
   * Whether a device that is computed in software, for want of a graphics card, will do; true when left out. It is
   * right but slow: set it to false to go on to `wasm()` there.
   */
  readonly software?: boolean;
  /**
   * Where there is no `navigator.gpu`, as in Node: loads the package `webgpu`, `() => import('webgpu')`. Not asked for elsewhere.
   */
  readonly load?: LoadDawn;
}

/**
 * The tfjs webgpu backend with its kernels corrected and completed for training, for pages, for workers, and for Node with
 * the package `webgpu`. `available` tries the device out and gives it back. `software` and `load` count when it is activated for the
 * first time.
 *
 * `activate` throws an UnsupportedError that says what to do when there is no device that will do, and then leaves the backend
 * that was in use. Reading a tensor rejects with an UnsupportedError once the device is lost, or has reported an error.
 */
export function webgpu(options: WebgpuOptions = {}): Backend {
  return {
    name: 'webgpu',
    available: () => available(options),
    details: () => details(options),
    activate: () => inTurn(() => activate(options)),
  };
}

const inTurn = takingTurns();

async function available(options: WebgpuOptions): Promise<Availability> {
  try {
    const opened = await open(options);
    if (!opened.usable) return { available: false, reason: opened.reason };
    opened.device.destroy();
    const { software } = opened;
    return software === undefined
      ? { available: true }
      : { available: true, note: `in software, by ${software}: slow` };
  } catch (error) {
    return { available: false, reason: doesNotWork(error) };
  }
}

async function details(options: WebgpuOptions): Promise<BackendDetails> {
  try {
    const opened = await open(options);
    if (!opened.usable) return {};
    opened.device.destroy();
    return opened.details;
  } catch {
    return {};
  }
}

async function open({ software = true, load }: WebgpuOptions) {
  const entrance = await findEntrance(load);
  if (!entrance.usable) return entrance;
  const opened = await openDevice(entrance.gpu);
  if (!opened.usable || opened.software === undefined || software) return { ...entrance, ...opened };
  opened.device.destroy();
  const reason = `WebGPU is computed in software here (${opened.software}): use wasm(), or allow it by webgpu({ software: true })`;
  return { usable: false, reason } as const;
}

const doesNotWork = (error: unknown): string =>
  `WebGPU does not work here (${String(error)}): use webgl(), wasm() or cpu()`;

async function activate(options: WebgpuOptions): Promise<void> {
  if ('webgpu' in engine().registry) {
    correctKernels();
    await setBackend('webgpu');
    return;
  }
  const opened = await open(options).catch((error: unknown) => {
    throw new UnsupportedError('webgpu', `${doesNotWork(error)}.`, { cause: error });
  });
  if (!opened.usable) throw new UnsupportedError('webgpu', `${opened.reason}.`);
  const { gpu, globals, device, info } = opened;
  const before = getBackend();
  provideGlobals(globals);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // That of tfjs asks for a device of its own.
  if (findBackendFactory('webgpu')) removeBackend('webgpu');
  registerBackend('webgpu', () => withNavigator(gpu, () => new WebGPUBackend(device, info)), 3);
  correctKernels();
  if (await activateQuietly('webgpu')) {
    refuseFailures(backend() as WebgpuBackend);
    return;
  }
  device.destroy();
  removeBackend('webgpu');
  if (before) await setBackend(before);
  throw new UnsupportedError('webgpu', 'tfjs could not start its backend. Use webgl(), wasm() or cpu().');
}
