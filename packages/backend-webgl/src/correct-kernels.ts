import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { axisKernels } from './kernels/axes';
import { binaryKernels } from './kernels/binary';
import { cast } from './kernels/cast';
import { dilationKernels } from './kernels/dilation';
import { elementwiseKernels } from './kernels/elementwise';
import { fusedDepthwiseConv2d } from './kernels/fused';
import { oneHot } from './kernels/one-hot';
import { sums } from './kernels/padding';
import { poolingKernels } from './kernels/pooling';
import { reductionKernels } from './kernels/reductions';
import { resizeGradients } from './kernels/resize-gradients';
import { lrnGrad } from './kernels/response-normalization';
import { tensorScatterUpdate } from './kernels/scatter';
import { select } from './kernels/select';
import { stridedSlice } from './kernels/strided-slice';

const kernels: readonly Kernel[] = [
  ...elementwiseKernels,
  ...binaryKernels,
  cast,
  ...sums,
  fusedDepthwiseConv2d,
  ...reductionKernels,
  ...axisKernels,
  stridedSlice,
  select,
  oneHot,
  tensorScatterUpdate,
  ...poolingKernels,
  ...dilationKernels,
  ...resizeGradients,
  lrnGrad,
];

/** Puts our kernels in the place of tfjs's, which must be registered, once. */
export function correctKernels(): void {
  replaceKernels('webgl', '@jensenjs/backend-webgl', kernels);
}
