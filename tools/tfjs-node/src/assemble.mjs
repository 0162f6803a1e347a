import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildAddon } from '../../../packages/backend-node/addon/build.mjs';
import { npmInstall } from '../../../packages/backend-node/addon/npm.mjs';
import { version } from './place.mjs';
import { writeStandIn } from './stand-in.mjs';

/** Installs tfjs-node in a folder of its own, builds its addon there, and puts the folder in its place when all is done. */
export function assemble(folder, { wheel, say }) {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.building-`);
  try {
    const dependencies = { '@tensorflow/tfjs-node': version };
    for (const name of ['tfjs', 'tfjs-core']) {
      writeStandIn(join(work, name), `@tensorflow/${name}`);
      dependencies[`@tensorflow/${name}`] = `file:./${name}`;
    }
    writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true, dependencies }));
    say(`Installing @tensorflow/tfjs-node ${version} …`);
    npmInstall(work);
    buildAddon(join(work, 'node_modules', '@tensorflow', 'tfjs-node'), { wheel, say });
    writeFileSync(join(work, 'index.cjs'), "module.exports = require('@tensorflow/tfjs-node');\n");
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
