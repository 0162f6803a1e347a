import { UnsupportedError } from '@jensenjs/core';
import { env } from '@tensorflow/tfjs-core';
import type { WebglBackend } from './backend';

/** The part of tfjs's backend that it keeps to itself. A packed texture has 2 × 2 numbers in a pixel. */
interface Textures {
  acquireTexture: (shape: readonly [number, number], usage: unknown, dtype: unknown, isPacked: boolean) => unknown;
  readonly textureManager: { readonly getNumFreeTextures: () => number };
}

/** Pixels from which on a new texture may not find room on the device: 16 MiB. Asking takes time. */
const LARGE = 2 ** 20;

/** tfjs goes on without the memory that a device has not got, and then reads zeros. Here the operation fails. */
export function refuseLargeTensors(backend: WebglBackend): void {
  const textures = backend as unknown as Textures;
  const { gl } = backend.gpgpu;
  const acquire = textures.acquireTexture.bind(backend);
  textures.acquireTexture = (shape, usage, dtype, isPacked) => {
    const [height, width] = isPacked ? [Math.ceil(shape[0] / 2), Math.ceil(shape[1] / 2)] : shape;
    const most = env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
    if (Math.max(height, width) > most)
      throw tooLarge(`needs a texture of ${height} × ${width} pixels, and this device has ${most} a side at most`);
    const free = textures.textureManager.getNumFreeTextures();
    const texture = acquire(shape, usage, dtype, isPacked);
    const isNew = textures.textureManager.getNumFreeTextures() === free;
    if (isNew && height * width >= LARGE && gl.getError() === gl.OUT_OF_MEMORY)
      throw tooLarge(`needs a texture of ${height} × ${width} pixels, for which this device has no memory left`);
    return texture;
  };
}

const tooLarge = (what: string): Error =>
  new UnsupportedError('webgl', `a tensor ${what}. Use smaller batches or layers, or wasm().`);
