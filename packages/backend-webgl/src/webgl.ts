import { type Availability, type Backend, type BackendDetails, UnsupportedError } from '@jensenjs/core';
import { activateQuietly } from '@jensenjs/core/adapter';
import { backend, engine, env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { WebglBackend } from './backend';
import { correctKernels } from './correct-kernels';
import { refuseLargeTensors } from './large-tensors';
import { refuseLostContext } from './lost-context';
import { type Device, factsOf, probe } from './probe';

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
 * taken the context away; an operation throws one when its result is larger than the device's textures or memory.
 */
export function webgl(options: WebglOptions = {}): Backend {
  return {
    name: 'webgl',
    available: () => Promise.resolve(available(options)),
    details: () => Promise.resolve(details()),
    activate: () => activate(options),
  };
}

function available({ software = true }: WebglOptions): Availability {
  try {
    const found = device();
    if (!found.usable) return { available: false, reason: found.reason };
    const program = found.facts.software;
    if (program === undefined) return { available: true };
    if (software) return { available: true, note: `in software, by ${program}: slow` };
    return {
      available: false,
      reason: `this browser computes WebGL in software (${program}): use wasm(), or allow it by webgl({ software: true })`,
    };
  } catch (error) {
    return { available: false, reason: `WebGL does not work here (${String(error)}): use wasm() or cpu()` };
  }
}

function details(): BackendDetails {
  try {
    const found = device();
    if (!found.usable) return {};
    const { renderer, software, maxTextureSize } = found.facts;
    return { renderer, software: software ?? false, webglVersion: 2, maxTextureSize, ...flags() };
  } catch {
    return {};
  }
}

/** tfjs knows its flags once it is loaded. */
const flags = (): BackendDetails =>
  isLoaded()
    ? {
        render32bit: env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'),
        download32bit: env().getBool('WEBGL_DOWNLOAD_FLOAT_ENABLED'),
      }
    : {};

const isLoaded = (): boolean => 'webgl' in engine().registry;

/** The device of the backend that runs, or of a context for the moment: a page has few, and the oldest is lost for a new one. */
function device(): Device {
  const running = engine().registry.webgl as WebglBackend | undefined;
  if (!running) return probe();
  const gl = running.gpgpu.gl as WebGL2RenderingContext;
  return gl.isContextLost()
    ? { usable: false, reason: 'the browser has taken the WebGL context away: reload the page, or use wasm() or cpu()' }
    : { usable: true, facts: factsOf(gl) };
}

async function activate({ software = true }: WebglOptions): Promise<void> {
  if (isLoaded()) {
    correctKernels();
    await setBackend('webgl');
    return;
  }
  const found = probe();
  if (!found.usable) throw new UnsupportedError('webgl', `${found.reason}.`);
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
  refuseLargeTensors(backend() as WebglBackend);
}
