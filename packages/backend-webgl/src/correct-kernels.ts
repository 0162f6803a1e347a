import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { cumulativeKernels } from './kernels/cumulative';
import { elementwiseKernels } from './kernels/elementwise';
import { sums } from './kernels/padding';
import { power } from './kernels/power';

const kernels: readonly Kernel[] = [...elementwiseKernels, ...sums, ...cumulativeKernels, power];

/** Puts our kernels in the place of tfjs's, which must be registered, once. */
export function correctKernels(): void {
  replaceKernels('webgl', '@jensenjs/backend-webgl', kernels);
}
