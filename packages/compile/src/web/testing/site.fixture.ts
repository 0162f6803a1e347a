// A built site on a server of its own, under a strict policy, and a Chromium to visit it with.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import type { Report } from './page/compute.fixture';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What bundlers are to read instead of builds of this repository's packages. */
export const sources = {
  '@jensenjs/core/adapter': path('../../../../core/src/adapter/index.ts'),
  '@jensenjs/core': path('../../../../core/src/index.ts'),
  '@jensenjs/gradients': path('../../../../gradients/dist/index.js'),
};

export const page = { folder: path('./page'), entry: path('./page/page.fixture.ts') };

export interface Site {
  /** Opens the page, and waits for its report. */
  readonly visit: (options: object) => Promise<Visit>;
  readonly close: () => Promise<void>;
}

export interface Visit {
  readonly report: Report;
  /** Workers of the page, and of its workers. */
  readonly workers: number;
  /** What the page printed, and what its policy forbade. */
  readonly complaints: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** @param isolated whether pages are cross-origin isolated, as threads in WebAssembly need. */
export async function serve(folder: string, browser: Browser, isolated: boolean): Promise<Site> {
  const headers = {
    'Content-Security-Policy':
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src 'self' data:; object-src 'none'",
    ...(isolated
      ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
      : {}),
  };
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, new URL(url, 'http://here').pathname.replace(/\/$/, '/index.html'));
    if (statSync(file, { throwIfNoEntry: false })?.isFile())
      response
        .writeHead(200, { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'text/plain' })
        .end(readFileSync(file));
    else response.writeHead(404, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    visit: async (options) => {
      const context = await browser.newContext();
      try {
        const tab = await context.newPage();
        const complaints: string[] = [];
        tab.on('console', (message) => complaints.push(message.text()));
        tab.on('pageerror', (error) => complaints.push(error.message));
        await tab.goto(`http://localhost:${port}/?${encodeURIComponent(JSON.stringify(options))}`);
        const report = await tab.evaluate(() => (globalThis as unknown as { report: Promise<Report> }).report);
        return { report, workers: tab.workers().length, complaints };
      } finally {
        await context.close();
      }
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
