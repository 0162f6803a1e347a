import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findAddon } from '../../../tools/tfjs-node/src/find-addon.mjs';

const folder: string | undefined = findAddon();

if (!folder)
  process.stderr.write('tfjs-node has not been built (npm run tfjs-node): tests of the real one are SKIPPED.\n');

/** Of tests of the real tfjs-node: whether there is none. */
export const isAbsent = folder === undefined;

export const addonUrl = folder ? pathToFileURL(join(folder, 'index.cjs')).href : '';

export const load = (): Promise<unknown> => import(/* @vite-ignore */ addonUrl);
