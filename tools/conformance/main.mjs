// What every backend computes, against float64, kernel by kernel; see README.md. `npm run conformance`.
import { join } from 'node:path';
import { chromium } from 'playwright';
import { browserLaunch } from '../browser.mjs';
import { buildPage, buildProgram } from './build.mjs';
import { servePage } from './serve.mjs';
import { findAddon } from '../tfjs-node/src/find-addon.mjs';

const folder = findAddon();
await buildProgram();
const launch = await browserLaunch();
if (launch) await buildPage();
const browser = launch && (await chromium.launch(launch));
const server = await servePage();
try {
  const { main } = await import('./dist/main.mjs');
  process.exitCode = await main({ browser, address: server.address, addon: folder && join(folder, 'index.cjs') });
} finally {
  await browser?.close();
  server.close();
}
