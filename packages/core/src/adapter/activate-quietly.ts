import { env, setBackend } from '@tensorflow/tfjs-core';

/**
 * Makes a backend that is registered with tfjs the one in use. tfjs prints why a backend did not start; here nothing is
 * printed, and false comes back.
 */
export async function activateQuietly(name: string): Promise<boolean> {
  const production = env().getBool('PROD');
  env().set('PROD', true);
  try {
    return await setBackend(name);
  } finally {
    env().set('PROD', production);
  }
}
