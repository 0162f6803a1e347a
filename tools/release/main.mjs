// `npm run release`, the last step of the release workflow: publishes every version that the registry lacks. Expects the
// packages to be built.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

const { GITHUB_SERVER_URL: host, GITHUB_REPOSITORY: repository } = process.env;

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name);
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (!existsSync(join(folder, manifest.main)))
    throw new Error(`${manifest.name}: there is no ${manifest.main}. Build the packages first: npm test.`);
  if (!host || !repository) continue;
  // npm takes a statement of provenance only from a package that names the repository which built it.
  manifest.repository = { type: 'git', url: `git+${host}/${repository}.git`, directory: `packages/${name}` };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
process.exitCode = await run('changeset', ['publish']);
