import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

/** The newest interface of Node that tfjs-node names. Every Node from 16 on has it. */
const interfaceVersion = 8;

/** Where tfjs-node looks for its addon, within its package. */
export const addonPath = join('lib', `napi-v${interfaceVersion}`, 'tfjs_binding.node');

/** Compiles the C++ sources of tfjs-node in \`folder\` to \`out\`, linked with the libraries of TensorFlow beside it. */
export function compileAddon({ flags }, { folder, includes, libraries, out }) {
  const sources = readdirSync(join(folder, 'binding')).filter((name) => name.endsWith('.cc'));
  mkdirSync(dirname(out), { recursive: true });
  const options = ['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${interfaceVersion}`];
  run(
    compiler,
    [
      ...options,
      ...[folder, ...includes].map((path) => `-I${path}`),
      ...sources.map((name) => join(folder, 'binding', name)),
      '-o',
      out,
      ...libraries,
      ...flags,
    ],
    { absent: noCompiler, failed: `${compiler} could not compile the addon of tfjs-node.` },
  );
}

const compiler = process.env.CXX || 'c++';
const noCompiler = `A C++ compiler is needed, and there is no ${compiler}: install one (Debian: apt install g++; macOS: xcode-select --install).`;

/** @throws where there is none, before anything is downloaded. */
export function requireCompiler() {
  run(compiler, ['--version'], { absent: noCompiler, failed: noCompiler });
}
