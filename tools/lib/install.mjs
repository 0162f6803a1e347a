import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const stamp = join(root, 'node_modules', '.cache', 'jensen', 'installed');

/** Installs the dependencies with the pinned pnpm, unless that was done for these very package files. */
export async function install() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error('Installing dependencies …');
  // npx fetches pnpm from the registry once, then finds it in npm's cache.
  const code = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    quiet: true,
  });
  if (code !== 0) {
    console.error('The dependencies could not be installed. The reason is above; is the npm registry reachable?');
    process.exit(code);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** A hash of everything that decides what node_modules should hold. */
function fingerprint() {
  const manifests = ['packages', 'apps', 'tools']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')))
    .filter((path) => existsSync(join(root, path)));
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`);
  for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'benchmarks/package.json', ...manifests])
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}
