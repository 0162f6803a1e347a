import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserLaunch } from './tools/browser.mjs';

const at = (path: string): string => new URL(path, import.meta.url).pathname;
// Packages are tested from their sources; `gradients` from its build, since bundling is what it is about.
const alias = [
  { find: /^@jensenjs\/gradients$/, replacement: at('./packages/gradients/dist/index.js') },
  { find: /^@jensenjs\/testing$/, replacement: at('./tools/testing/src/index.ts') },
  { find: /^@jensenjs\/testing\/node$/, replacement: at('./tools/testing/src/node/index.ts') },
  { find: /^@jensenjs\/([a-z-]+)\/node$/, replacement: at('./packages/$1/src/node/index.ts') },
  { find: /^@jensenjs\/([a-z-]+)$/, replacement: at('./packages/$1/src/index.ts') },
];
const where = '{packages,apps,tools}/*/src/**';

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: [`${where}/*.test.ts`],
          exclude: [`${where}/*.browser.test.ts`, '**/node_modules/**'],
          setupFiles: [at('./tools/testing/setup.node.ts')],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        optimizeDeps: { include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'] },
        test: {
          name: 'browser',
          include: [`${where}/*.{browser,both}.test.ts`],
          setupFiles: [at('./tools/testing/setup.browser.ts')],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await browserLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
