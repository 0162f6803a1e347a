import { type Availability, type Backend, UnsupportedError } from '@jensenjs/core';
import { engine, env, setBackend } from '@tensorflow/tfjs-core';
import { correctKernels } from './correct-kernels';
import { missingFunctions } from './missing-functions';

export interface NodeOptions {
  /**
   * Imports tfjs-node, for programs in which this package does not find it, and for its sibling for graphics cards:
   * `node({ load: () => import('@tensorflow/tfjs-node-gpu') })`. Left out, `@tensorflow/tfjs-node`.
   */
  readonly load?: () => Promise<unknown>;
}

/**
 * TensorFlow's native library as a backend in Node, by `@tensorflow/tfjs-node`, which is to be installed besides. tfjs calls
 * it `tensorflow`. `activate` throws an UnsupportedError that says what is missing and what to do.
 *
 * Importing tfjs-node replaces the corrected gradients of all kernels and the active backend. `useBackend` puts the gradients
 * back; `available` leaves the backend that was in use.
 */
export function node(options: NodeOptions = {}): Backend {
  return {
    name: 'node',
    tfjsName: 'tensorflow',
    available: () => available(options),
    activate: async () => {
      const availability = await available(options);
      if (!availability.available) throw new UnsupportedError('node', `${availability.reason}.`);
      correctKernels();
      await setBackend('tensorflow');
    },
  };
}

// Not a literal, so that bundlers for browsers leave the import alone.
const library = '@tensorflow/tfjs-node';

async function available({ load = loadLibrary }: NodeOptions): Promise<Availability> {
  if (!env().getBool('IS_NODE')) return refuse('TensorFlow runs in Node only: use webgl(), wasm() or cpu() here');
  const missing = missingFunctions();
  if (missing.length > 0)
    return refuse(
      `${library} does not work on Node ${process.version}, which has no util.${missing.join(' and util.')}: use Node 20 or 22, or wasm()`,
    );
  // tf.getBackend() would start one.
  const before = engine().backendName;
  try {
    await load();
    return engine().registryFactory.tensorflow
      ? { available: true }
      : refuse('what `load` imported has registered no backend of the name tensorflow with this copy of tfjs-core');
  } catch (error) {
    return refuse(explain(error));
  } finally {
    if (before !== undefined && before !== engine().backendName) await setBackend(before);
  }
}

function loadLibrary(): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ library);
}

const refuse = (reason: string): Availability => ({ available: false, reason });

function explain(error: unknown): string {
  const message =
    (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.replace(/[.\s]+$/, '') ?? '';
  // As Node, then as Vite says it.
  if (/(cannot find|could not resolve) .*["']@tensorflow\/tfjs-node(-gpu)?["']/i.test(message))
    return (
      `${library} is not installed: npm install ${library}. That downloads TensorFlow's native library from a host that may ` +
      'refuse; if it does, use wasm(), or build the library as the README of @jensenjs/backend-node says'
    );
  return (
    `${library} is installed but cannot be loaded (${message}). Its native library was not downloaded or ` +
    `does not fit this Node: try npm rebuild ${library} --build-addon-from-source, or use wasm()`
  );
}

declare const process: { readonly version: string };
