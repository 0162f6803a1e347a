import { UnsupportedError } from '@jensenjs/core';
import type { WebglBackend } from './backend';

/** The part of tfjs's backend that it keeps to itself. */
interface Textures {
  numBytesInGPU: number;
  acquireTexture: (shape: readonly [number, number], ...rest: readonly unknown[]) => unknown;
  readonly textureManager: { readonly getNumFreeTextures: () => number };
}

/** Numbers from which on a new texture may not find room on the device: 16 MiB. Asking takes time. */
const LARGE = 2 ** 22;

/** tfjs goes on without the memory that a device has not got, and then reads zeros. Here the operation fails. */
export function refuseLargeTensors(backend: WebglBackend): void {
  const textures = backend as unknown as Textures;
  const { gl } = backend.gpgpu;
  const acquire = textures.acquireTexture.bind(backend);
  textures.acquireTexture = (shape, ...rest) => {
    const [bytes, free] = [textures.numBytesInGPU, textures.textureManager.getNumFreeTextures()];
    let texture: unknown;
    try {
      texture = acquire(shape, ...rest);
    } catch (error) {
      textures.numBytesInGPU = bytes;
      throw tooLarge(`does not fit into a texture of this device (${String(error)})`);
    }
    const isNew = textures.textureManager.getNumFreeTextures() === free;
    if (isNew && shape[0] * shape[1] >= LARGE && gl.getError() === gl.OUT_OF_MEMORY)
      throw tooLarge(`of ${shape[0]} × ${shape[1]} numbers finds no memory left on this device`);
    return texture;
  };
}

const tooLarge = (what: string): Error =>
  new UnsupportedError('webgl', `a tensor ${what}. Use smaller batches or layers, or wasm().`);
