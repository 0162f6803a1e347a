import {
  type Availability,
  type Backend,
  type BackendDetails,
  registerGradients,
  UnsupportedError,
} from '@jensenjs/core';
import { engine, env, setBackend } from '@tensorflow/tfjs-core';
import type { NodeBackend } from './backend';
import { correctKernels } from './correct-kernels';
import { explain } from './explain';
import { loadLibrary } from './load-library';
import { prepareProcess } from './prepare-process';

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
 * Importing tfjs-node replaces the corrected gradients of all kernels and the active backend. Here the gradients are put
 * back, and `available` leaves the backend that was in use. Before the import, functions that Node 23 has removed from `util` are put there
 * again, and `TF_CPP_MIN_LOG_LEVEL` is set to 2 where it is not set.
 */
export function node(options: NodeOptions = {}): Backend {
  return {
    name: 'node',
    tfjsName: 'tensorflow',
    available: () => available(options),
    details: async () => ((await available(options)).available ? details() : {}),
    activate: async () => {
      const availability = await available(options);
      if (!availability.available) throw new UnsupportedError('node', `${availability.reason}.`);
      correctKernels();
      await setBackend('tensorflow');
    },
  };
}

async function available({ load = loadLibrary }: NodeOptions): Promise<Availability> {
  if (!env().getBool('IS_NODE')) return refuse('TensorFlow runs in Node only: use webgl(), wasm() or cpu() here');
  // tf.getBackend() would start one.
  const before = engine().backendName;
  try {
    prepareProcess();
    await load();
    return engine().registryFactory.tensorflow
      ? { available: true }
      : refuse('what `load` imported has registered no backend of the name tensorflow with this copy of tfjs-core');
  } catch (error) {
    return refuse(explain(error));
  } finally {
    registerGradients();
    if (before !== undefined && before !== engine().backendName) await setBackend(before);
  }
}

const refuse = (reason: string): Availability => ({ available: false, reason });

/** Of the backend that tfjs-node started when it was imported. */
function details(): BackendDetails {
  const { binding, isGPUPackage, isUsingGpuDevice } = engine().findBackend('tensorflow') as unknown as NodeBackend;
  return { TensorFlow: binding.TF_Version, build: isGPUPackage ? 'GPU' : 'CPU', 'uses a GPU': isUsingGpuDevice };
}
