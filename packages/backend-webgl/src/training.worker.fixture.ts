import { useBackend } from '@jensenjs/core';
import { trainAutoEncoder } from './training.fixture';
import { webgl } from './webgl';

const { reason } = await useBackend(webgl());
postMessage({ reason, bounds: await trainAutoEncoder() });
