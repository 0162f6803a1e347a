// `npm run rehearse`: rehearses a release. Publishes every package to a registry on this machine, as the release workflow
// does to npm's, installs them as their users will, and does a second release on top. The work is done in a temporary
// folder, which `--keep` leaves there.
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackEnvironment, toolsEnvironment } from './src/environment.mjs';
import { npmSettings } from './src/npm-settings.mjs';
import { startRegistry } from './src/registry.mjs';
import { rehearse } from './src/rehearse.mjs';
import { createReport } from './src/report.mjs';

const unknown = process.argv.slice(2).filter((word) => word !== '--keep');
if (unknown.length) {
  console.error(`rehearse: the only option is --keep, which keeps the temporary folder; got ${unknown.join(' ')}.`);
  process.exit(2);
}
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'jensen-rehearsal-'));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
const report = createReport(stop.signal);
let registry;
try {
  const tools = { env: toolsEnvironment(), signal: stop.signal };
  registry = await startRegistry(join(folder, 'registry'), await npmSettings(folder, { ...tools, cwd: folder }));
  console.log(`A rehearsal in ${folder}, with a registry at ${registry.url}`);
  const loopback = { env: loopbackEnvironment(folder, registry.url), signal: stop.signal };
  await rehearse({ folder, registry: registry.url, tools, loopback, step: report.step });
  process.exitCode = report.summary() ? 1 : 0;
} catch (error) {
  if (!stop.signal.aborted) throw error;
  console.error('Stopped.');
  process.exitCode = 130;
} finally {
  registry?.stop();
  if (!process.argv.includes('--keep')) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
