import { fileURLToPath } from 'node:url';
import { outcome } from './command.mjs';

const tsc = fileURLToPath(new URL('../bin/tsc', import.meta.resolve('typescript')));
const RESOLUTIONS = {
  NodeNext: ['--module', 'nodenext'],
  Bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
};

/**
 * Compiles files of a project, and the declarations that they reach, strictly. Our own declarations have no errors;
 * those of others may have, and are counted.
 * @param {keyof typeof RESOLUTIONS} resolution how modules are found
 * @param {readonly string[]} files
 * @param {Parameters<typeof outcome>[2]} options
 * @returns {Promise<string | undefined>} a remark on others' declarations
 */
export async function checkTypes(resolution, files, options) {
  const flags = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2023,dom'];
  const args = [tsc, '--pretty', 'false', ...flags, ...RESOLUTIONS[resolution], ...files];
  const { code, stdout, output } = await outcome(process.execPath, args, options);
  if (code === 0) return undefined;
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
  const foreign = errors.filter((line) => /node_modules\/(?!@jensenjs\/)/.test(line));
  if (errors.length === 0 || errors.length > foreign.length)
    throw Object.assign(new Error(`${errors.length - foreign.length} type errors`), { log: output });
  const packages = foreign.map((line) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(line)?.[1]);
  return `${foreign.length} errors in declarations of ${[...new Set(packages)].join(', ')}`;
}

/**
 * A file that imports modules whole.
 * @param {readonly string[]} entries
 */
export function importAll(entries) {
  return entries.map((entry, i) => `import * as entry${i} from '${entry}';\nvoid entry${i};\n`).join('');
}
