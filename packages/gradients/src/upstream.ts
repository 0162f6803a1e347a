import type { GradConfig } from '@tensorflow/tfjs-core';
import * as upstream from '@tensorflow/tfjs-core/dist/register_all_gradients.js';

/** The gradients that tfjs-core itself would register. The build (tfjs-redirect.ts) makes that module export its list. */
export const upstreamGradients = (upstream as unknown as { gradConfigs: readonly GradConfig[] }).gradConfigs;
