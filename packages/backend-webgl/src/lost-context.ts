import { UnsupportedError } from '@jensenjs/core';
import type { DataId } from '@tensorflow/tfjs-core';
import type { WebglBackend } from './backend';

/**
 * Browsers take a context away when the graphics driver fails, the machine sleeps or many pages draw. tfjs then reads zeros, or
 * waits forever. Here reading fails instead; numbers that are in main memory can still be read.
 */
export function refuseLostContext(backend: WebglBackend): void {
  const { gl } = backend.gpgpu;
  const waiting = new Set<(error: Error) => void>();
  gl.canvas.addEventListener('webglcontextlost', () => {
    for (const reject of waiting) reject(lost());
  });
  const gone = (id: DataId): boolean => backend.texData.get(id)?.texture != null && gl.isContextLost();

  const read = backend.read.bind(backend);
  backend.read = async (id) => {
    if (gone(id)) throw lost();
    let stop: (error: Error) => void = () => undefined;
    const loss = new Promise<never>((_, reject) => (stop = reject));
    waiting.add(stop);
    try {
      const onDevice = backend.texData.get(id)?.texture != null;
      const values = await Promise.race([read(id), loss]);
      if (onDevice && gl.isContextLost()) throw lost();
      return values;
    } finally {
      waiting.delete(stop);
    }
  };
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (id) => {
    if (gone(id)) throw lost();
    return readSync(id);
  };
}

const lost = (): Error =>
  new UnsupportedError(
    'webgl',
    'the browser has taken the WebGL context away, and what was in it is lost. Reload the page and go on from a checkpoint.',
  );
