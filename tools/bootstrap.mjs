// The entry of every `npm run …` of this repository. Needs only Node and npm: installs what is missing with the pinned
// pnpm, builds what the task needs, and runs it.
import { run } from './lib/run.mjs';
import { requireNode } from './lib/require-node.mjs';

requireNode();
const [task, ...rest] = process.argv.slice(2);
const tasks = {
  start: async () => {
    const { build } = await prepare();
    await build('@jensenjs/app-train');
    return run(process.execPath, ['apps/train/dist/main.js', ...rest]);
  },
  playground: async () => {
    const { build } = await prepare();
    await build('@jensenjs/app-playground');
    return run('vite', ['preview', 'apps/playground', ...rest]);
  },
  build: async () => {
    const { turbo } = await prepare();
    return turbo(['run', 'build', ...rest]);
  },
  test: async () => {
    const { turbo } = await prepare();
    const built = await turbo(['run', 'build', ...rest]);
    return built || turbo(['run', 'vitest', ...rest], { logs: 'full' });
  },
  check: async () => {
    await prepare();
    return run(process.execPath, ['tools/ci.mjs', ...rest]);
  },
  conformance: async () => {
    const { build } = await prepare();
    await build('@jensenjs/conformance');
    return run(process.execPath, ['tools/conformance/main.mjs', ...rest]);
  },
  acceptance: async () => {
    const { build } = await prepare();
    await build('@jensenjs/acceptance');
    return run(process.execPath, ['tools/acceptance/main.mjs', ...rest]);
  },
  rehearse: async () => {
    await prepare();
    return run(process.execPath, ['tools/rehearse/main.mjs', ...rest]);
  },
  bench: async () => {
    const { build } = await prepare();
    await build('@jensenjs/benchmarks');
    return run(process.execPath, ['benchmarks/main.mjs', ...rest]);
  },
  'tfjs-node': () => run(process.execPath, ['tools/tfjs-node/main.mjs', ...rest]),
};

async function prepare() {
  const { install } = await import('./lib/install.mjs');
  await install();
  return import('./lib/turbo.mjs');
}

const chosen = tasks[task];
if (!chosen) {
  console.error(`bootstrap: expected one of ${Object.keys(tasks).join(', ')}; got ${task ?? 'nothing'}.`);
  process.exit(2);
}
process.exitCode = await chosen();
