import { createRequire } from 'node:module';
import * as esm from '@jensenjs/gradients';

const cjs = createRequire(import.meta.url)('@jensenjs/gradients');
if (cjs.registerGradients === esm.registerGradients) throw new Error('expected two copies of the package');
cjs.registerGradients();
esm.registerGradients();
await import('./program.mjs');
