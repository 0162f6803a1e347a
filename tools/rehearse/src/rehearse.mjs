import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../../lib/root.mjs';
import { checkAlone } from './alone.mjs';
import { checkTarball } from './check-tarball.mjs';
import { command } from './command.mjs';
import { inParallel } from './in-parallel.mjs';
import { latestFiles } from './published.mjs';
import { makeVersions, publish } from './release.mjs';
import { checkSecondPublished, makeSecondVersions } from './second-release.mjs';
import { checkTogether } from './together.mjs';
import { checkTwoCopies } from './two-copies.mjs';
import { checkUpgrade } from './upgrade.mjs';
import { copyRepository, publicPackages } from './workspace.mjs';

/**
 * @typedef {object} Stage where a rehearsal takes place
 * @property {string} folder
 * @property {string} registry its address
 * @property {{ env: Record<string, string | undefined>, signal: AbortSignal }} tools for what only builds
 * @property {Stage['tools']} loopback for what publishes and installs; it reaches nothing but the registry
 * @property {ReturnType<typeof import('./report.mjs').createReport>['step']} step
 */

/**
 * The steps of a rehearsal, in order; what needs a failed one is left out.
 * @param {Stage} stage
 */
export async function rehearse(stage) {
  const workspace = join(stage.folder, 'workspace');
  if (!(await firstRelease(workspace, stage))) return;
  const together = await checkFirst(publicPackages(workspace), stage);
  await secondRelease(workspace, together, stage);
}

async function firstRelease(workspace, { registry, tools, loopback, step }) {
  const copied = await step('a copy of the repository', async () => {
    const files = await copyRepository(workspace, tools);
    await command('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], { ...tools, cwd: workspace });
    return `${files} files, dependencies installed`;
  });
  const built =
    copied &&
    (await step('build', async () => {
      const cache = join(root, '.turbo', 'cache');
      const args = ['run', 'build', '--filter=./packages/*', `--cache-dir=${cache}`, '--output-logs=errors-only'];
      await command('turbo', args, { ...tools, cwd: workspace });
    }));
  const versioned =
    built &&
    (await step('versions from the changesets', async () => {
      await makeVersions(workspace, tools);
      return `${publicPackages(workspace).length} packages`;
    }));
  return (
    versioned &&
    (await step('publish', async () => {
      await publish(workspace, registry, loopback);
      return registry;
    }))
  );
}

/** Looks at what was published, and uses it; resolves to the project in which all packages are. */
async function checkFirst(packages, { folder, registry, loopback, step }) {
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  await step('contents of the tarballs', async () => {
    const problems = [];
    for (const { name } of packages)
      for (const problem of checkTarball(await latestFiles(registry, name), versions))
        problems.push(`${name}: ${problem}`);
    if (problems.length) throw new Error(problems.join('\n'));
  });
  let together;
  await inParallel(Math.max(2, Math.min(4, availableParallelism())), [
    async () => {
      together = await checkTogether(packages, join(folder, 'together'), step, loopback);
    },
    ...packages.map((one) => async () => {
      await step(`${one.name} alone`, () => checkAlone(one, join(folder, 'alone', basename(one.folder)), loopback));
    }),
    async () => {
      await step('two copies of tfjs-core', () => checkTwoCopies(join(folder, 'two-copies'), loopback));
    },
  ]);
  return together;
}

async function secondRelease(workspace, together, { registry, tools, loopback, step }) {
  let changed = [];
  const versioned = await step('versions of a second release', async () => {
    changed = await makeSecondVersions(workspace, tools);
    return changed.map(([name, version]) => `${name.replace('@jensenjs/', '')} ${version}`).join(', ');
  });
  const packages = publicPackages(workspace);
  const published =
    versioned &&
    (await step('publish the second release', async () => {
      await publish(workspace, registry, loopback);
      await checkSecondPublished(registry, packages, changed);
    }));
  if (published && together) await checkUpgrade(together.consumer, together.printed, packages, step);
}
