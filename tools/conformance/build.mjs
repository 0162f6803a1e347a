// Bundles the program: its parts for Node beside each other in dist, for the float64 reference in one file that asks for nothing,
// and the page.
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

// The packages are taken as they are built: without this, esbuild would follow the paths of tsconfig.json to their sources.
const tsconfigRaw = {};
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export async function buildProgram() {
  await esbuild({
    entryPoints: [at('src/main.ts'), at('src/hosts/node-side.ts')],
    outdir: at('dist'),
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    tsconfigRaw,
    logLevel: 'warning',
  });
  await esbuild({
    entryPoints: [at('src/reference/reference.ts')],
    outfile: at('dist/reference.js'),
    bundle: true,
    format: 'iife',
    tsconfigRaw,
    logLevel: 'warning',
  });
}

export function buildPage() {
  return vite({
    root: at('page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: at('dist/page'), emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
}
