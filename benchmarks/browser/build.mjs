import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds a page, that of a folder, to a folder of its own. */
export async function buildPage(page) {
  const folder = await mkdtemp(join(tmpdir(), 'jensen-bench-page-'));
  await build({
    root: fileURLToPath(page),
    configFile: false,
    logLevel: 'error',
    // Names are kept: tfjs starts its threads from the text of its own functions.
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', minify: false, assetsInlineLimit: 0 },
  });
  return { folder, dispose: () => rm(folder, { recursive: true }) };
}
