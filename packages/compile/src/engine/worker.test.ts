import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { onnxNode } from '../node';
import { trainPlane } from './toys.fixture';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

it('trains in two workers and here at the same time, each the same', async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'jensen-engine-'));
  try {
    const file = join(folder, 'worker.mjs');
    await build({
      entryPoints: [path('./worker.fixture.ts')],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      external: ['onnxruntime-node'],
      alias: {
        '@jensenjs/core': path('../../../core/src/index.ts'),
        '@jensenjs/train': path('../../../train/src/index.ts'),
        '@jensenjs/gradients': path('../../../gradients/dist/index.js'),
      },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'silent',
    });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(path('../../node_modules/onnxruntime-node'), join(folder, 'node_modules/onnxruntime-node'), 'junction');
    const workers = [0, 1].map(() => new Worker(file, { stderr: true }));
    const exits = workers.map((worker) => once(worker, 'exit'));
    const posted = workers.map(async (worker) => ((await once(worker, 'message')) as [number[]])[0]);
    const [here, ...there] = await Promise.all([trainPlane(onnxNode({ threads: 1 })), ...posted]);
    expect(there).toEqual([here, here]);
    expect((await Promise.all(exits)).flat()).toEqual([0, 0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
