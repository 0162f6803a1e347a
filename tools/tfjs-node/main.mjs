// `npm run tfjs-node [-- --wheel FILE]`: builds tfjs-node with its native addon in the user's cache, where the conformance suite,
// the benchmarks and the tests of backend-node find it. $JENSEN_TFJS_NODE names another folder.
import { parseArgs } from 'node:util';
import { assemble } from './src/assemble.mjs';
import { findAddon } from './src/find-addon.mjs';
import { place } from './src/place.mjs';

const { values } = parseArgs({ options: { wheel: { type: 'string' } } });
const there = findAddon();
try {
  if (!there) assemble(place(), { ...values, say: console.log });
  console.log(there ? `tfjs-node is there: ${there}` : `Built tfjs-node: ${place()}`);
} catch (error) {
  console.error(`tfjs-node: ${error.message}`);
  process.exitCode = 1;
}
