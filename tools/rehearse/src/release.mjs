import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { npmrc } from './environment.mjs';
import { assertAllLoopback } from './loopback.mjs';
import { commitAll, publicPackages } from './workspace.mjs';

/** What stands for the host and the repository of the release workflow. */
const REPOSITORY = { GITHUB_SERVER_URL: 'https://host.invalid', GITHUB_REPOSITORY: 'owner/repository' };

/**
 * Turns the changesets into versions and changelogs, as the version pull request does, and commits them.
 * @param {string} workspace
 * @param {Omit<Parameters<typeof command>[2], 'cwd'>} options
 */
export async function makeVersions(workspace, options) {
  await command('npm', ['run', 'version-packages'], { ...options, cwd: workspace });
  await command('pnpm', ['install', '--frozen-lockfile', '--offline'], { ...options, cwd: workspace });
  await commitAll(workspace, 'Version packages', options);
}

/**
 * Publishes every version that the registry lacks, with the command of the release workflow. Refuses any registry that is
 * not on this machine.
 * @param {string} workspace
 * @param {string} registry
 * @param {Omit<Parameters<typeof command>[2], 'cwd'>} options
 */
export async function publish(workspace, registry, options) {
  writeFileSync(join(workspace, '.npmrc'), npmrc(registry));
  await assertAllLoopback(workspace, publicPackages(workspace), options);
  await command('npm', ['run', 'release'], {
    ...options,
    env: { ...options.env, ...REPOSITORY },
    cwd: workspace,
  });
}
