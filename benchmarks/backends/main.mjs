// Training steps on every backend, ours beside those of tfjs; see ../README.md.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { browserLaunch } from '../../tools/browser.mjs';
import { buildPage } from '../browser/build.mjs';
import { pageContender } from '../browser/page-contender.mjs';
import { serveFolder } from '../browser/server.mjs';
import { environment, versionOf } from '../engine/versions.mjs';
import { groups, models } from './groups.mjs';
import { measureModel } from './measure.mjs';
import { processSide } from './process-side.mjs';
import { closingOf, ratiosOf, tableOf } from './report.mjs';
import { steady } from './steady.mjs';

const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { quick: flag, save: flag, write: flag, steady: flag } });
const options = values.quick
  ? { rounds: 3, turn: 100, limit: 4, patience: 20 }
  : { rounds: 10, turn: 300, limit: 12, patience: Infinity };

async function measureGroup(group, make) {
  const measured = [];
  const sides = group.sides.map(make);
  try {
    const patience = Math.min(group.patience, options.patience);
    for (const model of models) measured.push(await measureModel(model, sides, { ...options, patience }));
  } finally {
    for (const side of sides) await side.stop();
  }
  const table = tableOf(group.title, measured);
  console.log(`${table}\n`);
  return { measured, table, ratios: ratiosOf(measured, group) };
}

/** Runs something in a Chromium with the pages; where there is none, says so. */
async function withPages(use) {
  const launch = await browserLaunch();
  if (!launch) return console.log('No Chromium was found: pages are left out. Install one, or set CHROME_PATH.\n');
  const page = await buildPage(new URL('.', import.meta.url));
  const browser = await chromium.launch(launch);
  const server = await serveFolder(page.folder, { isolated: true });
  try {
    return await use((side) => pageContender(browser, server.address, side), browser.version());
  } finally {
    server.close();
    await browser.close();
    await page.dispose();
  }
}

const ours = ({ sides }) => sides.filter(({ name }) => !name.startsWith('stock'));

async function watchMemory() {
  const inNode = await steady(ours(groups.inNode).map(processSide));
  const inBrowser = await withPages((make) => steady(ours(groups.inBrowser).map(make)));
  return inNode && inBrowser !== false;
}

async function compare() {
  const command = ['npm run bench -- backends', ...process.argv.slice(2)].join(' ');
  const head = `${environment()}. ${versionOf('@tensorflow/tfjs')}. \`${command}\``;
  console.log(`${head}\n`);
  const inNode = await measureGroup(groups.inNode, processSide);
  const inBrowser = await withPages(async (make, version) => ({
    version,
    ...(await measureGroup(groups.inBrowser, make)),
  }));
  const closing = closingOf(inNode.measured, [...inNode.ratios, ...(inBrowser?.ratios ?? [])]);
  console.log(closing);
  if (!values.save && !values.write) return;
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(
    new URL('backends.md', folder),
    `# Training steps on every backend

mlp-step: a VAE 784-400-20-400-784. conv-step: a VAE of images 28 × 28 with convolutions to 32 and 64 channels, stride 2 and kernels
4 wide, a dense layer to 20 latents, and the same backwards. Batch 128, Adam in tfjs operations; sides take turns. stock: tfjs as it
comes; the others are ours. WebGL and WebGPU compute in software where there is no graphics card.

${head}${inBrowser ? ` Chromium ${inBrowser.version}, headless.` : ''}

${[inNode.table, ...(inBrowser ? [inBrowser.table] : [])].join('\n\n')}

## Ratios

Above 1, ours is faster.

${closing}
`,
  );
}

if (!values.steady) await compare();
else if (!(await watchMemory())) process.exitCode = 1;
