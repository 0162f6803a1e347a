import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { browserLaunch } from './tools/browser.mjs';

const at = (path: string): string => new URL(path, import.meta.url).pathname;
// Packages are tested from their sources; `gradients` from its build, since bundling is what it is about.
const alias = [
  { find: /^@jensenjs\/gradients$/, replacement: at('./packages/gradients/dist/index.js') },
  { find: /^@jensenjs\/conformance$/, replacement: at('./tools/conformance/src/index.ts') },
  { find: /^@jensenjs\/testing$/, replacement: at('./tools/testing/src/index.ts') },
  { find: /^@jensenjs\/testing\/node$/, replacement: at('./tools/testing/src/node/index.ts') },
  { find: /^@jensenjs\/app-models$/, replacement: at('./apps/models/src/index.ts') },
  { find: /^@jensenjs\/([a-z-]+)\/(adapter|conv|node|web|webgpu)$/, replacement: at('./packages/$1/src/$2/index.ts') },
  { find: /^@jensenjs\/([a-z-]+)$/, replacement: at('./packages/$1/src/index.ts') },
];
const where = '{packages,apps,tools}/*/src/**';

const node: TestProjectConfiguration = {
  resolve: { alias },
  test: {
    name: 'node',
    environment: 'node',
    include: [`${where}/*.test.ts`],
    exclude: [`${where}/*.{browser,long}.test.ts`, '**/node_modules/**'],
    setupFiles: [at('./tools/testing/setup.ts')],
    testTimeout: 60_000,
  },
};

/** What takes long and seldom changes: for `npm run check`, not for `npm test`. */
const long: TestProjectConfiguration = {
  resolve: { alias },
  test: { ...node.test, name: 'long', include: [`${where}/*.long.test.ts`], exclude: ['**/node_modules/**'] },
};

const inBrowser = (launchOptions: Awaited<ReturnType<typeof browserLaunch>> & object): TestProjectConfiguration => ({
  resolve: { alias },
  optimizeDeps: {
    include: ['core', 'layers', 'backend-cpu', 'backend-wasm', 'backend-webgl', 'backend-webgpu'].map(
      (name) => `@tensorflow/tfjs-${name}`,
    ),
  },
  test: {
    name: 'browser',
    include: [`${where}/*.{browser,both}.test.ts`],
    setupFiles: [at('./tools/testing/setup.ts')],
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions }),
      instances: [{ browser: 'chromium' }],
    },
  },
});

const launchOptions = await browserLaunch();
if (!launchOptions) {
  const message = 'No Chromium was found: the browser tests are SKIPPED. Install one, or set CHROME_PATH.';
  if (process.env.CI) throw new Error(message);
  console.warn(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n`);
}

export default defineConfig({
  test: {
    projects: launchOptions ? [node, long, inBrowser(launchOptions)] : [node, long],
    // Many tests wait for processes of their own, so that even two cores have room for two workers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
