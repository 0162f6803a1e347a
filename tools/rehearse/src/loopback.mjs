import { command } from './command.mjs';

const LOOPBACK = new Set(['127.0.0.1', '[::1]']);

/**
 * Refuses any registry that is not on this machine.
 * @param {string} registry its address
 * @param {string} source who named it
 * @throws {Error}
 */
export function assertLoopback(registry, source) {
  const host = URL.canParse(registry) ? new URL(registry).hostname : registry;
  if (!LOOPBACK.has(host))
    throw new Error(`${source} would publish to ${registry}. A rehearsal publishes to this machine only.`);
}

/**
 * Asks npm and pnpm where they would publish, and refuses when an answer names another machine.
 * @param {string} workspace
 * @param {readonly import('./workspace.mjs').Package[]} packages
 * @param {Omit<Parameters<typeof command>[2], 'cwd'>} options
 */
export async function assertAllLoopback(workspace, packages, options) {
  const ask = async (tool, cwd) => {
    for (const setting of ['registry', '@jensenjs:registry']) {
      const value = await command(tool, ['config', 'get', setting], { ...options, cwd });
      assertLoopback(value.trim(), `${tool} in ${cwd}, by its setting ${setting},`);
    }
  };
  await ask('npm', workspace); // changesets asks the registry through npm, and publishes through pnpm
  for (const { name, folder, manifest } of packages) {
    if (manifest.publishConfig?.registry) assertLoopback(manifest.publishConfig.registry, `publishConfig of ${name}`);
    await ask('pnpm', folder);
  }
}
