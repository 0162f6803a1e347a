// Training steps in a browser; see ../README.md.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { browserLaunch } from '../../tools/browser.mjs';
import { measureCase } from '../engine/measure.mjs';
import { goalsOf, ratioLine, ratiosOf, tableOf } from '../engine/report.mjs';
import { environment, versionOf } from '../engine/versions.mjs';
import { buildPage } from './build.mjs';
import { pageContender } from './page-contender.mjs';
import { serveFolder } from './server.mjs';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});
const options = values.quick
  ? { seconds: 8, rounds: 3, turn: 100, firstStep: 30 }
  : { seconds: 60, rounds: 12, turn: 250, firstStep: 60 };

/** A page with threads, and one without. The names of ratios begin with `prefix`. */
const pages = [
  {
    title: 'Cross-origin isolated: threads may be used',
    isolated: true,
    prefix: 'browser-',
    contenders: [
      { name: 'compiled' },
      { name: 'compiled-2', kind: 'compiled', threads: 2 },
      { name: 'eager-wasm' },
      { name: 'stock-wasm' },
      { name: 'stock-wasm-2', kind: 'stock-wasm', threads: 2 },
      { name: 'stock-webgl' },
      { name: 'jax-js' },
    ],
    pairs: [
      ['compiled', 'stock-wasm'],
      ['compiled', 'eager-wasm'],
      ['compiled', 'stock-webgl'],
      ['compiled-2', 'stock-wasm-2'],
      ['compiled-2', 'jax-js'],
    ],
  },
  {
    title: 'Not isolated: one thread each',
    isolated: false,
    prefix: 'browser-plain-',
    contenders: [{ name: 'compiled' }, { name: 'eager-wasm' }, { name: 'stock-wasm' }, { name: 'jax-js' }],
    pairs: [
      ['compiled', 'stock-wasm'],
      ['compiled', 'eager-wasm'],
      ['compiled', 'jax-js'],
    ],
  },
];

async function measurePage(browser, folder, { title, isolated, prefix, contenders, pairs }) {
  const server = await serveFolder(folder, { isolated });
  const made = contenders.map((contender) => pageContender(browser, server.address, contender));
  try {
    const result = await measureCase('mlp-vae', made, options);
    const ratios = ratiosOf(result, pairs, prefix);
    const table = tableOf(result).replace('## mlp-vae', `## ${title}`);
    console.log(`${table}\n\n${ratios.map(ratioLine).join('\n')}\n`);
    return { table, ratios };
  } finally {
    for (const contender of made) await contender.stop();
    server.close();
  }
}

const launch = await browserLaunch();
if (!launch) throw new Error('No Chromium was found: install one, or set CHROME_PATH.');
const page = await buildPage(new URL('.', import.meta.url));
const browser = await chromium.launch(launch);
try {
  const packages = ['onnxruntime-web', '@tensorflow/tfjs', '@jax-js/jax'].map(versionOf);
  const command = ['npm run bench -- browser', ...process.argv.slice(2)].join(' ');
  const head = `${environment()}. Chromium ${browser.version()}, headless; ${packages.join(', ')}. \`${command}\``;
  console.log(`${head}\n`);
  const measured = [];
  for (const described of pages) measured.push(await measurePage(browser, page.folder, described));
  const ratios = measured.flatMap((one) => one.ratios);
  const closing = `${ratios.map(ratioLine).join('\n')}\n\n${goalsOf(ratios)}`;
  console.log(closing);
  if (values.write) {
    const folder = new URL('../results/', import.meta.url);
    const tables = measured.map(({ table }) => table).join('\n\n');
    await mkdir(folder, { recursive: true });
    await writeFile(
      new URL('browser.md', folder),
      `# Training steps in a browser\n\nAs in engine.md, each contender in a page of its own; webgl computes in software.\n\n` +
        `${head}\n\n${tables}\n\n## Ratios\n\nAbove 1, ours is faster.\n\n${closing}\n`,
    );
  }
} finally {
  await browser.close();
  await page.dispose();
}
