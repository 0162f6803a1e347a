import { copyFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { preset } from '../../tools/build/preset.ts';
import { threadScript } from './assemble/thread-script.mjs';
import { binaryNames, threadScriptName } from './src/files.ts';

// The binaries come along, so that bundlers find them next to the code without configuration.
const source = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

export default preset({
  shims: true,
  onSuccess: async () => {
    for (const name of binaryNames) await copyFile(join(source, name), join('dist', name));
    await writeFile(join('dist', threadScriptName), threadScript());
  },
});
