// A folder on a server of its own, and a Chromium to visit it with.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright';

export interface Report {
  readonly backend: string;
  readonly availability: object;
  /** Of the product, each once. */
  readonly numbers: readonly number[];
  readonly threads: number;
  readonly binary: string;
  readonly note?: string;
  readonly error?: string;
}

export interface Visit {
  readonly report: Report;
  readonly workers: number;
  readonly printed: readonly string[];
}

export interface Site {
  readonly visit: (options?: object) => Promise<Visit>;
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export interface Conditions {
  /** Whether pages are cross-origin isolated, as threads need. */
  readonly isolated: boolean;
  /** What the page is told of the machine. */
  readonly processors: number;
  /** Files that are not there. */
  readonly missing?: RegExp;
}

export async function serve(
  folder: string,
  browser: Browser,
  { isolated, processors, missing }: Conditions,
): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://here');
    const file = join(folder, pathname.replace(/\/$/, '/index.html'));
    const headers = isolated ? ISOLATION : {};
    if (statSync(file, { throwIfNoEntry: false })?.isFile() && !missing?.test(pathname))
      response
        .writeHead(200, { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'text/plain' })
        .end(readFileSync(file));
    else response.writeHead(404, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    visit: async (options = {}) => {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        const printed: string[] = [];
        page.on('console', (message) => printed.push(message.text()));
        page.on('pageerror', (error) => printed.push(error.message));
        await page.addInitScript((value) => {
          Object.defineProperty(navigator, 'hardwareConcurrency', { value });
        }, processors);
        await page.goto(`http://127.0.0.1:${port}/?${encodeURIComponent(JSON.stringify(options))}`);
        const report = await page.evaluate(() => (globalThis as unknown as { report: Promise<Report> }).report);
        return { report, workers: page.workers().length, printed };
      } finally {
        await context.close();
      }
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
