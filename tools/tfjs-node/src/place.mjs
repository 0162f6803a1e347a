import { homedir } from 'node:os';
import { join } from 'node:path';

export const version = '4.22.0';

/** Where the tfjs-node built here is kept, for all checkouts of this repository: `$JENSEN_TFJS_NODE`, or in the user's cache. */
export function place({ env = process.env, home = homedir() } = {}) {
  return env.JENSEN_TFJS_NODE || join(env.XDG_CACHE_HOME || join(home, '.cache'), 'jensen', `tfjs-node-${version}`);
}
