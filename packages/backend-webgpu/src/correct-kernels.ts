import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { argumentKernels } from './kernels/arguments';
import { arrangementKernels } from './kernels/arrangement';
import { binaryKernels } from './kernels/binary';
import { cast } from './kernels/cast';
import { cumulativeKernels } from './kernels/cumulative';
import { depthwiseConvolution } from './kernels/depthwise';
import { einsum } from './kernels/einsum';
import { elementwiseKernels } from './kernels/elementwise';
import { maxPoolingKernels } from './kernels/max-pooling';
import { reductionKernels } from './kernels/reductions';
import { resizeBilinearGrad } from './kernels/resize';
import { scatterKernels } from './kernels/scatter';
import { softmax } from './kernels/softmax';

const kernels: readonly Kernel[] = [
  ...elementwiseKernels,
  ...binaryKernels,
  ...arrangementKernels,
  ...cumulativeKernels,
  ...reductionKernels,
  ...argumentKernels,
  ...maxPoolingKernels,
  ...scatterKernels,
  cast,
  depthwiseConvolution,
  einsum,
  resizeBilinearGrad,
  softmax,
];

/** Puts our kernels in the place of tfjs's, which must be registered, once. */
export function correctKernels(): void {
  replaceKernels('webgpu', '@jensenjs/backend-webgpu', kernels);
}
