#!/usr/bin/env node
// Builds the native addon of the tfjs-node that is installed in the project in whose folder this runs.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAddon, hasAddon } from './build.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const usage = `jensen-build-tfjs-node [--wheel FILE]

Builds the native addon of @tensorflow/tfjs-node, which must be installed in this project, against TensorFlow of PyPI. Needs npm, a
C++ compiler, and python3 with pip. --wheel takes a wheel of TensorFlow that is here already.`;

function installedFolder() {
  try {
    return dirname(createRequire(join(process.cwd(), 'program.js')).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    throw new Error(
      '@tensorflow/tfjs-node is not installed here. First: npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0',
    );
  }
}

try {
  const { values } = parseArgs({ options: { wheel: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) say(usage);
  else {
    const folder = installedFolder();
    if (hasAddon(folder)) say(`The addon is there and works: ${folder}`);
    else {
      buildAddon(folder, { ...values, say });
      say(`Built: ${folder}`);
    }
  }
} catch (error) {
  process.stderr.write(`jensen-build-tfjs-node: ${error.message}\n`);
  process.exitCode = 1;
}
