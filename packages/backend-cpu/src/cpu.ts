import type { Backend } from '@jensenjs/core';
import { env, scalar, setBackend } from '@tensorflow/tfjs-core';
import { correctKernels } from './correct-kernels';

/**
 * The tfjs backend in plain JavaScript, with its kernels corrected: it has every kernel and runs everywhere, slowly. Good for tests, small
 * models and as the last resort of `useBackend`.
 */
export function cpu(): Backend {
  return {
    name: 'cpu',
    available: () => Promise.resolve({ available: true }),
    activate: async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      correctKernels();
      await setBackend('cpu');
      writeQuietly();
    },
  };
}

/** In Node, the first tensor that tfjs writes makes it print a banner. Production mode only silences such messages. */
function writeQuietly(): void {
  const production = env().getBool('PROD');
  env().set('PROD', true);
  scalar(0).dispose();
  env().set('PROD', production);
}
