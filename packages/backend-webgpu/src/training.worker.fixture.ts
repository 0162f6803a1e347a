import { useBackend } from '@jensenjs/core';
import { trainAutoEncoder } from '../../../tools/testing/src/contracts/auto-encoder';
import { webgpu } from './webgpu';

const { reason } = await useBackend(webgpu());
postMessage({ reason, bounds: await trainAutoEncoder(2) });
