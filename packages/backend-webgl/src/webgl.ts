import { type Availability, type Backend, UnsupportedError } from '@jensenjs/core';
import { activateQuietly } from '@jensenjs/core/adapter';
import { backend, engine, env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { WebglBackend } from './backend';
import { refuseLostContext } from './lost-context';
import { probe } from './probe';
import { correctKernels } from './correct-kernels';

export interface WebglOptions {
  /**
   * Whether a browser that computes WebGL in software, for want of a graphics card, will do; true when left out. It is
   * right but slow: set it to false to go on to `wasm()` there.
   */
  readonly software?: boolean;
}

/**
 * The tfjs webgl backend with its kernels corrected for training, for pages and for workers. It needs WebGL 2 with 32-bit
 * numbers; `available` tries them out. `software` counts when it is activated for the first time.
 *
 * `activate` throws an UnsupportedError that says what to do when tfjs cannot start the backend or is set to half
 * precision, and then leaves the backend that was in use. Reading a tensor rejects with an UnsupportedError once the browser has
 * taken the context away.
 */
export function webgl(options: WebglOptions = {}): Backend {
  return { name: 'webgl', available: () => Promise.resolve(available(options)), activate: () => activate(options) };
}

function available({ software = true }: WebglOptions): Availability {
  try {
    const device = probe();
    if (!device.usable) return { available: false, reason: device.reason };
    if (device.software === undefined) return { available: true };
    if (software) return { available: true, note: `in software, by ${device.software}: slow` };
    return {
      available: false,
      reason: `this browser computes WebGL in software (${device.software}): use wasm(), or allow it by webgl({ software: true })`,
    };
  } catch (error) {
    return { available: false, reason: `WebGL does not work here (${String(error)}): use wasm() or cpu()` };
  }
}

async function activate({ software = true }: WebglOptions): Promise<void> {
  if ('webgl' in engine().registry) {
    correctKernels();
    await setBackend('webgl');
    return;
  }
  const device = probe();
  if (!device.usable) throw new UnsupportedError('webgl', `${device.reason}.`);
  const before = getBackend();
  await import('@tensorflow/tfjs-backend-webgl');
  env().set('SOFTWARE_WEBGL_ENABLED', software);
  // Some drivers take their own isnan for always false.
  env().set('WEBGL2_ISNAN_CUSTOM', true);
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') || env().getNumber('WEBGL_VERSION') !== 2) {
    throw new UnsupportedError(
      'webgl',
      'tfjs is set to half precision or to WebGL 1, in which training goes wrong. Leave its flags WEBGL_FORCE_F16_TEXTURES, ' +
        'WEBGL_RENDER_FLOAT32_ENABLED and WEBGL_VERSION as they are, or use wasm().',
    );
  }
  correctKernels();
  if (!(await activateQuietly('webgl'))) {
    if (before) await setBackend(before);
    throw new UnsupportedError(
      'webgl',
      'tfjs could not start its backend. Close other pages that draw, or use wasm() or cpu().',
    );
  }
  refuseLostContext(backend() as WebglBackend);
}
