// What a thread of the wasm backend runs, in one file: tfjs itself makes it at run time from the text of a function, which minifiers change.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const binary = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

/** The script: the Emscripten module and the worker of tfjs, unchanged, and a message to say that it runs. */
export function threadScript() {
  const { wasmWorkerContents } = require(`${binary}.worker.js`);
  return `// From @tensorflow/tfjs-backend-wasm 4.22.0, Apache-2.0.
${readFileSync(require.resolve(`${binary}.js`), 'utf8')}
self.importScripts = () => undefined; // what the worker would load is above
${wasmWorkerContents.replaceAll('\n', '\\n')}
postMessage({});
`;
}
