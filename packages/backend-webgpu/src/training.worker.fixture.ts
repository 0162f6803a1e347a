import { useBackend } from '@jensenjs/core';
import { trainAutoEncoder } from './training.fixture';
import { webgpu } from './webgpu';

const { reason } = await useBackend(webgpu());
postMessage({ reason, bounds: await trainAutoEncoder() });
