import { systemBrowser } from '../browser.mjs';
import { run } from './run.mjs';

// What else decides a result, besides the files that turbo.json names.
const platform = [process.version, process.platform, process.arch, systemBrowser()].join(' ');
const env = {
  JENSEN_PLATFORM: platform,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
};

/**
 * Runs turbo and resolves to its exit code. Without `logs` it is silent unless it fails.
 * @param {string[]} args
 * @param {{ logs?: 'full' | 'new-only' }} [options]
 */
export function turbo(args, { logs } = {}) {
  return run('turbo', [...args, `--output-logs=${logs ?? 'new-only'}`], { env, quiet: !logs });
}

/**
 * Builds a workspace package and what it depends on; ends the process when that fails.
 * @param {string} name
 */
export async function build(name) {
  const code = await turbo(['run', 'build', `--filter=${name}...`]);
  if (code !== 0) process.exit(code);
}
