// What bundlers make of the package, used in a browser under a strict content security policy.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium } from 'playwright';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserLaunch } from '../../../../tools/browser.mjs';
import { page, type Site, serve, sources } from './testing/site.fixture';

const launchOptions = await browserLaunch();
const right = { product: [7, 10, 15, 22], runtime: 'onnx-web' };
const ALONE = 'computes with one thread, since this is no cross-origin isolated page';

describe.skipIf(!launchOptions)('in a page', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'jensen-bundle-'));
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('that Vite built', () => {
    const built = join(folder, 'vite');
    let [plain, isolated]: [Site | undefined, Site | undefined] = [undefined, undefined];
    beforeAll(async () => {
      await vite({
        configFile: false,
        root: page.folder,
        logLevel: 'silent',
        resolve: { alias: sources },
        worker: { format: 'es' },
        build: { outDir: built, target: 'es2022', modulePreload: false },
      });
      plain = await serve(built, browser, false);
      isolated = await serve(built, browser, true);
    }, 120_000);
    afterAll(async () => {
      await plain?.close();
      await isolated?.close();
    });

    test.each([
      [{}, 0],
      [{ worker: true }, 1],
    ])('computes with one thread: %j', async (options, workers) => {
      const report = { ...right, note: '', isolated: false };
      expect(await plain?.visit(options)).toEqual({ report, workers, complaints: [] });
    });

    test('says why there is one thread where more were asked for', async () => {
      expect((await plain?.visit({ threads: 2 }))?.report.note).toBe(ALONE);
    });

    test.each([
      [{ threads: 2 }, 1],
      [{ threads: 2, worker: true }, 2],
    ])('computes with two threads: %j', async (options, workers) => {
      const report = { ...right, note: '', isolated: true };
      expect(await isolated?.visit(options)).toEqual({ report, workers, complaints: [] });
    });

    test('says what to do where the binary is not', async () => {
      await expect(plain?.visit({ wasmPaths: '/nowhere/' })).rejects.toThrow(
        /ONNX Runtime did not start \(.*\), and can be tried again in a fresh page or worker alone\. If ort-wasm-simd-threaded\.wasm was not found, serve the one of onnxruntime-web\/dist and say where: onnxWeb\(\{ wasmPaths: '\/folder\/' \}\)/,
      );
    });

    test('brings one binary', () => {
      const binaries = readdirSync(join(built, 'assets')).filter((file) => file.endsWith('.wasm'));
      expect(binaries).toEqual([expect.stringMatching(/^ort-wasm-simd-threaded-[\w-]+\.wasm$/)]);
    });
  });

  describe('that esbuild built', () => {
    const built = join(folder, 'esbuild');
    let site: Site | undefined;
    beforeAll(async () => {
      await esbuild({
        entryPoints: [page.entry],
        outdir: built,
        bundle: true,
        splitting: true,
        format: 'esm',
        minify: true,
        alias: sources,
        logLevel: 'silent',
      });
      writeFileSync(join(built, 'index.html'), '<script type="module" src="./page.fixture.js"></script>');
      mkdirSync(join(built, 'onnx'));
      const binary = 'ort-wasm-simd-threaded.wasm';
      copyFileSync(createRequire(import.meta.url).resolve(`onnxruntime-web/${binary}`), join(built, 'onnx', binary));
      site = await serve(built, browser, true);
    }, 60_000);
    afterAll(() => site?.close());

    test.each(['/onnx', '/onnx/', '/onnx/ort-wasm-simd-threaded.wasm'])(
      'computes with the binary at %s',
      async (wasmPaths) => {
        expect(await site?.visit({ wasmPaths, threads: 2 })).toEqual({
          report: { ...right, note: '', isolated: true },
          workers: 1,
          complaints: [],
        });
      },
    );
  });
});
