import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { broadcastTo } from './kernels/broadcast-to';
import { cumulative } from './kernels/cumulative';
import { logSoftmax } from './kernels/log-softmax';
import { matMul } from './kernels/mat-mul';
import { maxPool3dGrad } from './kernels/max-pool-3d-grad';
import { resizeBilinearGrad } from './kernels/resize-bilinear-grad';
import { tensorScatterUpdate, unsortedSegmentSum } from './kernels/scatter';
import { softplus } from './kernels/softplus';

const kernels: readonly Kernel[] = [
  ...matMul,
  ...cumulative,
  maxPool3dGrad,
  resizeBilinearGrad,
  tensorScatterUpdate,
  unsortedSegmentSum,
  softplus,
  broadcastTo,
  logSoftmax,
];

/** Puts our kernels in the place of tfjs's, once. */
export function correctKernels(): void {
  replaceKernels('cpu', '@jensenjs/backend-cpu', kernels);
}
