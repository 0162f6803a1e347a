// What bundlers make of the built package, without configuration, minified.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium } from 'playwright';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import webpack from 'webpack';
import { browserLaunch } from '../../../../tools/browser.mjs';
import { program } from './program.fixture';
import { type Conditions, type Report, type Site, serve } from './site.fixture';

const launchOptions = await browserLaunch();
const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'dist', 'index.js');

// The program lies inside the package, whose dependencies it uses.
const source = mkdtempSync(join(root, 'node_modules', 'jensen-page-'));
const entry = join(source, 'program.mjs');
writeFileSync(entry, program(built));
writeFileSync(join(source, 'index.html'), '<script type="module" src="./program.mjs"></script>');
afterAll(() => rmSync(source, { recursive: true, force: true }));

const buildBy = {
  Vite: (folder: string) => vite({ configFile: false, root: source, logLevel: 'silent', build: { outDir: folder } }),
  webpack: async (folder: string) => {
    await new Promise<void>((resolve, reject) => {
      webpack({ mode: 'production', entry, output: { path: folder } }, (error, stats) => {
        const problem = error ?? (stats?.hasErrors() ? new Error(stats.toString()) : undefined);
        if (problem) reject(problem);
        else resolve();
      });
    });
    writeFileSync(join(folder, 'index.html'), '<script defer src="main.js"></script>');
  },
} as const;

const right = { backend: 'wasm', availability: { available: true }, numbers: [44_850] };
const alone: Report = { ...right, threads: 1, binary: 'tfjs-backend-wasm-simd.wasm' };
const inThreads = (threads: number): Report => ({
  ...right,
  threads,
  binary: 'tfjs-backend-wasm-threaded-simd.wasm',
});

describe.skipIf(!launchOptions).each(['Vite', 'webpack'] as const)('%s', (bundler) => {
  const folder = mkdtempSync(join(tmpdir(), 'jensen-wasm-'));
  let browser: Browser;
  const sites: Site[] = [];
  const site = async (conditions: Partial<Conditions>): Promise<Site> => {
    const opened = await serve(folder, browser, { isolated: true, processors: 8, ...conditions });
    sites.push(opened);
    return opened;
  };
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions);
    await buildBy[bundler](folder);
  }, 180_000);
  afterAll(async () => {
    for (const opened of sites) await opened.close();
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('finds its binary, and computes with one thread', async () => {
    const { visit } = await site({ isolated: false });
    expect(await visit()).toEqual({ report: alone, workers: 0, printed: [] });
  });

  test('says why there is one thread where more were asked for', async () => {
    const { visit } = await site({ isolated: false });
    const note = 'computes with one thread, since this is no cross-origin isolated page';
    expect((await visit({ threads: 3 })).report).toEqual({
      ...alone,
      availability: { available: true, note },
      note,
    });
  });

  test('computes with threads in an isolated page', async () => {
    const { visit } = await site({});
    expect(await visit()).toEqual({ report: inThreads(4), workers: 8, printed: [] });
    expect((await visit({ threads: 3 })).report).toEqual(inThreads(3));
    expect((await visit({ threads: 20 })).report).toEqual(inThreads(4));
    expect(await visit({ threads: 1 })).toEqual({ report: alone, workers: 0, printed: [] });
  });

  test('computes with one thread on few processors', async () => {
    const { visit } = await site({ processors: 2 });
    const note = 'computes with one thread, since there are no more than 2 processors';
    expect(await visit()).toEqual({ report: alone, workers: 0, printed: [] });
    expect((await visit({ threads: 2 })).report).toEqual({ ...alone, availability: { available: true, note }, note });
  });

  test('computes with one thread, and says so, where threads do not start', async () => {
    const { visit } = await site({ missing: /\/(tfjs-backend-wasm-thread-[\w-]+|[0-9a-f]{16,})\.js$/ });
    const { report, workers } = await visit();
    expect(report).toEqual({
      ...alone,
      note: expect.stringMatching(/^threads did not start: .+ does not run as a worker$/),
    });
    expect(workers).toBe(0);
  });

  test('says what to do where the binary is not', async () => {
    const { visit } = await site({ isolated: false, missing: /\.wasm$/ });
    expect((await visit()).report).toEqual({
      error: expect.stringMatching(
        /is not a WebAssembly binary .* Serve the files of .*: wasm\({ paths: "\/folder\/" }\)\./,
      ),
    });
  });
});

test('a Node program that esbuild built says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jensen-wasm-'));
  try {
    const outfile = join(folder, 'program.mjs');
    await esbuild({
      stdin: {
        contents: `import { wasm } from '${built}'; await wasm().activate().catch(({ name, message }) => console.log(name, message));`,
        resolveDir: root,
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner: {
        js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __filename = import.meta.filename ?? ''; const __dirname = '${folder}';`,
      },
      logLevel: 'silent',
    });
    const { stdout } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
    expect(stdout).toMatch(/^UnsupportedError wasm: tfjs could not start .* wasm\(\{ paths: … \}\)\.\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
