// Who is measured, and against whom.
import { fileURLToPath } from 'node:url';
import { startChild } from './child.mjs';

const python = process.env.JENSEN_PYTHON || 'python3';
const node = (file, ...args) => ({
  command: process.execPath,
  args: (folder) => [fileURLToPath(file), folder, ...args],
});
const py = (file, threads) => ({ command: python, args: (folder) => [fileURLToPath(file), folder, String(threads)] });
const tensorflowThreads = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };

/** By name. An optional one may be absent; `minutes` names the cases of which a step takes minutes. */
export const contenders = {
  compiled: node(new URL('contenders/compiled.mjs', import.meta.url), '1'),
  'compiled-2': node(new URL('contenders/compiled.mjs', import.meta.url), '2'),
  'eager-wasm': node(new URL('contenders/eager-wasm.mjs', import.meta.url)),
  'stock-wasm': node(new URL('contenders/stock-wasm.mjs', import.meta.url)),
  'jax-js': { ...node(new URL('contenders/jax-js.mjs', import.meta.url)), minutes: ['conv-vae', 'dcgan'] },
  'tfjs-node': {
    ...node(new URL('contenders/tfjs-node.mjs', import.meta.url)),
    env: tensorflowThreads,
    optional: true,
  },
  'tfjs-node-2': { ...node(new URL('contenders/tfjs-node.mjs', import.meta.url)), optional: true },
  torch: { ...py(new URL('peers/torch_peer.py', import.meta.url), 1), optional: true },
  'torch-2': { ...py(new URL('peers/torch_peer.py', import.meta.url), 2), optional: true },
  jax: { ...py(new URL('peers/jax_peer.py', import.meta.url), 1), optional: true },
  'jax-2': { ...py(new URL('peers/jax_peer.py', import.meta.url), 2), optional: true },
};

/** Ours and the peers of as many threads; WebAssembly in Node has one, and meets our two as well. */
export const pairs = [
  ['compiled', ['stock-wasm', 'eager-wasm', 'jax-js', 'torch', 'jax', 'tfjs-node']],
  ['compiled-2', ['torch-2', 'jax-2', 'tfjs-node-2', 'stock-wasm', 'jax-js']],
].flatMap(([ours, peers]) => peers.map((peer) => [ours, peer]));

/** What the error of an optional contender says where it is absent. */
const ABSENT = /No module named '[\w.]+'|Cannot find package '[^']+'|ENOENT|native addon module/;

/**
 * A contender's process. It is started when it is asked something, and again after a request took longer than its limit in
 * seconds, which is a problem like those that the process tells.
 */
export function createContender(name, folder) {
  const { command, args, env, optional = false, minutes = [] } = contenders[name];
  let child;
  const stop = () => {
    child?.stop();
    child = undefined;
  };
  const ask = async (request, limit) => {
    child ??= startChild({ command, args: args(folder), env });
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, limit * 1000, { problem: `not done within ${limit} s`, late: true });
    });
    try {
      const answer = await Promise.race([child.ask(request), late]);
      if (answer.late) stop();
      return answer;
    } finally {
      clearTimeout(timer);
    }
  };
  /** What it is, or why it is absent. @throws when it is present and does not start. */
  const hello = async () => {
    try {
      return await ask({ ask: 'hello' }, 120);
    } catch (error) {
      const [absent] = ABSENT.exec(error.message) ?? [];
      stop();
      if (optional && absent) return { absent };
      throw error;
    }
  };
  return { name, ask, hello, stop, minutes };
}
