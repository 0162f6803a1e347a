import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { place } from './place.mjs';

/**
 * The folder whose `index.cjs` is a tfjs-node with its native addon, as `npm run tfjs-node` builds it; undefined where that was not
 * done. It registers with the tfjs-core that is found from the folder in which the program runs.
 * @returns {string | undefined}
 */
export function findAddon() {
  const folder = place();
  return existsSync(join(folder, 'index.cjs')) ? folder : undefined;
}
