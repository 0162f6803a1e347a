import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { browserLaunch } from '../../browser.mjs';

const html = fileURLToPath(new URL('../consumer/index.html', import.meta.url));
const TIMEOUT = 120_000;

/**
 * Bundles a project's program.mjs with vite, serves the bundle, and runs it in Chromium.
 * @param {string} folder
 * @param {string} last how the last line that the program prints begins
 * @param {AbortSignal} signal closes the browser
 * @returns {Promise<{ printed: string, fetched: string[] } | undefined>} what it printed and the files that it fetched;
 * undefined where there is no Chromium
 */
export async function runInPage(folder, last, signal) {
  const launch = await browserLaunch();
  if (!launch) return undefined;
  copyFileSync(html, join(folder, 'index.html'));
  const settings = { root: folder, configFile: false, logLevel: 'silent' };
  await build(settings);
  const server = await preview({ ...settings, preview: { host: '127.0.0.1', port: 0 } });
  let browser;
  try {
    browser = await chromium.launch({ ...launch, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
    signal.addEventListener('abort', () => void browser.close());
    const page = await browser.newPage();
    return await readPage(page, server.resolvedUrls.local[0], last);
  } finally {
    await browser?.close();
    await server.close();
  }
}

async function readPage(page, address, last) {
  const lines = [];
  const fetched = [];
  page.on('response', (response) => response.ok() && fetched.push(new URL(response.url()).pathname));
  const done = new Promise((resolve, reject) => {
    page.on('console', (message) => {
      lines.push(message.text());
      if (message.text().startsWith(last)) resolve();
      if (message.type() === 'error') reject(new Error(`The page printed an error: ${message.text()}`));
    });
    page.on('pageerror', reject);
    page.on('crash', () => reject(new Error('The page crashed')));
    page.on('close', () => reject(new Error('The page was closed')));
    setTimeout(
      () => reject(new Error(`The page is not done after ${TIMEOUT / 1000} s: ${lines.join('\n')}`)),
      TIMEOUT,
    ).unref();
  });
  await Promise.all([page.goto(address), done]);
  return { printed: `${lines.join('\n')}\n`, fetched };
}
