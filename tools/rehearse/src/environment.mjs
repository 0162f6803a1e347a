import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../../lib/root.mjs';

// A port where nothing listens: a program that wants to leave this machine fails there.
const NOWHERE = 'http://127.0.0.1:9';

const without = (environment, names) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !names.test(name)));

/** This process's environment with the repository's tools on PATH; git finds the repository by the current folder. */
export function toolsEnvironment() {
  const path = join(root, 'node_modules', '.bin') + delimiter + process.env.PATH;
  return { ...without(process.env, /^GIT_(DIR|WORK_TREE|INDEX_FILE)$/), PATH: path, NO_COLOR: '1', DO_NOT_TRACK: '1' };
}

/**
 * An environment that knows one registry: the given one. No settings of the user are read, no tokens are there, and
 * nothing but this machine can be reached.
 * @param {string} folder for its home folder and npm's cache
 * @param {string} registry its address
 * @returns {Record<string, string | undefined>}
 */
export function loopbackEnvironment(folder, registry) {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const settings = join(home, '.npmrc');
  writeFileSync(settings, npmrc(registry));
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...without(toolsEnvironment(), /^(p?npm_|xdg_|actions_id_|.*token)/i),
    ...Object.fromEntries(proxies.map((name) => [name, NOWHERE])),
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    HOME: home,
    USERPROFILE: home,
    npm_config_userconfig: settings,
    npm_config_registry: registry,
    pnpm_config_registry: registry,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
    // Its install script would fetch CUDA's libraries from elsewhere.
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  };
}

/**
 * Settings for npm and pnpm: the registry, also for our scope, and a token, which publishing wants to see.
 * @param {string} registry
 */
export function npmrc(registry) {
  const { host, pathname } = new URL(registry);
  const lines = [`registry=${registry}`, `@jensenjs:registry=${registry}`, `//${host}${pathname}:_authToken=rehearsal`];
  return `${lines.join('\n')}\n`;
}
