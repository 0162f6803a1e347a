// The files that the processes of contenders read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases, RESTING } from './cases.mjs';
import { greyOf, makePixels, makeWeights, splitWeights } from './make-inputs.mjs';

/** Writes all to a folder of its own. */
export function writeInputs() {
  const folder = mkdtempSync(join(tmpdir(), 'jensen-bench-'));
  writeFileSync(join(folder, 'pixels.bin'), makePixels());
  for (const name of Object.keys(cases)) writeFileSync(join(folder, `${name}.bin`), makeWeights(name));
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ cases, resting: RESTING }));
  return { folder, dispose: () => rmSync(folder, { recursive: true }) };
}

export const readGrey = (folder) => greyOf(readFileSync(join(folder, 'pixels.bin')));

export function readWeights(folder, name) {
  const bytes = readFileSync(join(folder, `${name}.bin`));
  return splitWeights(name, new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}
