import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface Installation {
  /** Runs `program.fixture.ts`, and reads what it prints. Rejects when the process fails or does not end within a minute. */
  readonly run: (mode: string, options?: { readonly format?: 'esm' | 'cjs' }) => Promise<unknown>;
  readonly remove: () => void;
}

/** A folder with the program, bundled in both formats, and with or without the libraries of ONNX Runtime beside it. */
export async function install({ library }: { readonly library: boolean }): Promise<Installation> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'jensen-runtimes-'));
  const files = { esm: join(folder, 'program.mjs'), cjs: join(folder, 'program.cjs') };
  for (const format of ['esm', 'cjs'] as const)
    await build({
      entryPoints: [path('./program.fixture.ts')],
      outfile: files[format],
      bundle: true,
      platform: 'node',
      format,
      mainFields: ['module', 'main'],
      external: ['onnxruntime-node', 'onnxruntime-web'],
      alias: {
        '@jensenjs/core': path('../../../../core/src/index.ts'),
        '@jensenjs/gradients': path('../../../../gradients/dist/index.js'),
      },
      define: { FILE: JSON.stringify(files[format]) },
      banner:
        format === 'esm'
          ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
          : {},
      logLevel: 'silent',
    });
  if (library) {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['onnxruntime-node', 'onnxruntime-web'])
      symlinkSync(path(`../../../node_modules/${name}`), join(folder, 'node_modules', name), 'junction');
  }
  return {
    run: (mode, { format = 'esm' } = {}) =>
      new Promise((resolve, reject) => {
        execFile(
          process.execPath,
          ['--expose-gc', files[format], mode],
          { cwd: folder, timeout: 60_000 },
          (error, stdout, stderr) => {
            if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`, { cause: error }));
            else resolve(JSON.parse(stdout.split('\n').findLast((line) => line !== '') ?? ''));
          },
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
