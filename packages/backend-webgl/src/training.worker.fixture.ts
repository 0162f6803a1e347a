import { useBackend } from '@jensenjs/core';
import { trainAutoEncoder } from '../../../tools/testing/src/contracts/auto-encoder';
import { webgl } from './webgl';

const { reason } = await useBackend(webgl());
postMessage({ reason, bounds: await trainAutoEncoder(4) });
