import { defineConfig, type Options } from 'tsup';

/** The build of every package: ESM and CJS with their own type declarations, nothing inlined. */
export function preset(options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'es2022',
    clean: true,
    sourcemap: true,
    treeshake: true,
    // TypeScript 6 deprecates the baseUrl that tsup's declaration build sets. Types are checked by `npm run check`, once
    // for all packages.
    dts: { compilerOptions: { ignoreDeprecations: '6.0', noCheck: true } },
    ...options,
  });
}
