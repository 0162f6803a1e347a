// Imports the modules named as arguments, as ES modules and as CommonJS: both have the same exports.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
for (const entry of process.argv.slice(2)) {
  const imported = Object.keys(await import(entry))
    .sort()
    .join(', ');
  const required = Object.keys(require(entry)).sort().join(', ');
  if (!imported) throw new Error(`${entry} exports nothing`);
  if (imported !== required)
    throw new Error(`${entry} exports ${imported} as an ES module, and ${required} as CommonJS`);
}
