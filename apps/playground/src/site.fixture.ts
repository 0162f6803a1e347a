// The built site, served under its content security policy at a sub-path, and a Chromium to use it with.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { browserLaunch } from '../../../tools/browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Undefined where there is no Chromium. */
export const launchOptions = await browserLaunch();

export interface Site {
  readonly url: string;
  readonly browser: Browser;
  /** A page that shows the site, and all that it complained about. */
  readonly visit: (options?: VisitOptions) => Promise<Visit>;
  readonly close: () => Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** A script that runs before the worker's own. */
  readonly beforeWorker?: string;
  /** Files that cannot be fetched. */
  readonly missing?: RegExp;
  /** Whether the server isolates the page from others, as it does unless this is false. */
  readonly isIsolated?: boolean;
}

export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export async function openSite(): Promise<Site> {
  if (!existsSync(`${root}dist/index.html`))
    throw new Error('apps/playground/dist is missing. Build it first: npx pnpm exec turbo run build.');
  const server = await preview({ root, base: '/some/sub-path/', preview: { port: 0 }, logLevel: 'silent' });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The preview server has no address.');
  const browser = await chromium.launch(launchOptions);
  return {
    url,
    browser,
    visit: async ({ beforeWorker, missing, isIsolated = true, ...options } = {}) => {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
      if (beforeWorker !== undefined)
        await page.route(/\/assets\/main-[^/]*\.js$/, async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: `${beforeWorker};\n${await response.text()}` });
        });
      if (missing) await page.route(missing, (route) => route.abort());
      if (!isIsolated)
        await page.route(url, async (route) => {
          const response = await route.fetch();
          const {
            'cross-origin-opener-policy': _,
            'cross-origin-embedder-policy': __,
            ...headers
          } = response.headers();
          await route.fulfill({ response, headers });
        });
      await page.goto(url);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** What a figure of the page says, as a number; NaN while it says none. */
export async function figure(page: Page, name: string): Promise<number> {
  return toNumber(await page.locator(`[data-figure="${name}"]`).innerText());
}

/** The last value of a curve. */
export async function metric(page: Page, name: string): Promise<number> {
  return toNumber(await page.locator(`[data-metric="${name}"]`).innerText());
}

function toNumber(text: string): number {
  return Number.parseFloat(text.replaceAll(',', '').replace('−', '-'));
}

/** The red of every pixel of a canvas, row by row, with its width. */
export function pixelsOf(page: Page, selector: string): Promise<{ width: number; values: number[] }> {
  return page.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const data = copy?.getImageData(0, 0, width, height).data ?? [];
    return { width, values: Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] ?? 0) };
  });
}

/** A PNG of one grey square on black. */
export async function pngOf(page: Page, size: number): Promise<Buffer> {
  const address = await page.evaluate((side) => {
    const canvas = document.createElement('canvas');
    canvas.width = side;
    canvas.height = side;
    const context = canvas.getContext('2d');
    context?.fillRect(0, 0, side, side);
    if (context) context.fillStyle = '#fff';
    context?.fillRect(side * 0.4, side * 0.2, side * 0.2, side * 0.6);
    return canvas.toDataURL('image/png');
  }, size);
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
