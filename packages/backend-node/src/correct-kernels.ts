import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { activations } from './kernels/activations';
import { convolution2d } from './kernels/convolution-2d';
import { convolution3d } from './kernels/convolution-3d';
import { counting } from './kernels/counting';
import { dataTypes } from './kernels/data-types';
import { indexing } from './kernels/indexing';
import { arithmetic } from './kernels/arithmetic';
import { pooling } from './kernels/pooling';

const kernels: readonly Kernel[] = [
  ...dataTypes,
  ...arithmetic,
  ...activations,
  ...indexing,
  ...counting,
  ...convolution2d,
  ...convolution3d,
  ...pooling,
];

/** Names of the kernels that are ours. */
export const corrected: readonly string[] = kernels.map(({ name }) => name);

/** Puts our kernels in the place of tfjs's, which must be registered, once. */
export function correctKernels(): void {
  replaceKernels('tensorflow', '@jensenjs/backend-node', kernels);
}
