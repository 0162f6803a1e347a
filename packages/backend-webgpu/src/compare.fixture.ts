import '@jensenjs/core';
import { evaluateOn } from '@jensenjs/testing';
import '@tensorflow/tfjs-backend-cpu';
import { env } from '@tensorflow/tfjs-core';
import { webgpu } from './webgpu';

/** On the device also where tensors are small. */
export const evaluate = evaluateOn({
  webgpu: async () => {
    await webgpu().activate();
    env().set('WEBGPU_CPU_FORWARD', false);
  },
});
