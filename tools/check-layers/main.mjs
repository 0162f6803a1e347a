import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { checkLayers } from './src/check.mjs';
import { layers } from './table.mjs';

const problems = checkLayers(join(root, 'packages'), layers);
for (const problem of problems) console.error(problem);
console.log(
  problems.length ? `layers: ${problems.length} wrong` : `layers: ${Object.keys(layers).length} packages in order`,
);
process.exitCode = problems.length ? 1 : 0;
