import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';

/**
 * Trains by the application, as a user would, and returns the summary that it wrote.
 * @param {string} folder of the run
 * @param {string[]} options of the command line
 * @returns {Promise<Record<string, any>>}
 */
export async function train(folder, options) {
  const code = await run(process.execPath, ['apps/train/dist/main.js', '--out', folder, ...options]);
  if (code !== 0) throw new Error(`apps/train ${options.join(' ')} ended with exit code ${code}.`);
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
}
