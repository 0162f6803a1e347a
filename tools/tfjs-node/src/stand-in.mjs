import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from './place.mjs';

/**
 * Writes a package of the name of one of tfjs that gives the program's own copy of it, found from the folder in which the program
 * runs: tfjs-node must register with that one, and is shared by many programs.
 */
export function writeStandIn(folder, name) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, main: 'index.cjs' }));
  writeFileSync(
    join(folder, 'index.cjs'),
    `const { createRequire } = require('node:module');
const { join } = require('node:path');
module.exports = createRequire(join(process.cwd(), 'program.js'))('${name}');
`,
  );
}
