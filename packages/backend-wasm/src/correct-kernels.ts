import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { fusedBatchNorm } from './kernels/batch-norm';
import { batchMatMul } from './kernels/batch-mat-mul';
import { clipByValue, relu6 } from './kernels/clip-by-value';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput, fusedConv2d } from './kernels/conv2d';
import { cast, reciprocal, reverse, select, stridedSlice, tests } from './kernels/data-types';
import {
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  depthwiseConv2d,
  fusedDepthwiseConv2d,
} from './kernels/depthwise-conv2d';
import { fusedMatMul } from './kernels/fused-mat-mul';
import { gather } from './kernels/gather';
import { log1p } from './kernels/log1p';
import { maxPoolGrad } from './kernels/max-pool-grad';
import { leakyRelu, prelu } from './kernels/prelu';
import { reductions } from './kernels/reductions';
import { unsortedSegmentSum } from './kernels/segment-sum';
import { tile } from './kernels/tile';

const kernels: readonly Kernel[] = [
  batchMatMul,
  fusedMatMul,
  conv2d,
  fusedConv2d,
  conv2dBackpropInput,
  conv2dBackpropFilter,
  depthwiseConv2d,
  fusedDepthwiseConv2d,
  depthwiseBackpropInput,
  depthwiseBackpropFilter,
  maxPoolGrad,
  unsortedSegmentSum,
  gather,
  log1p,
  prelu,
  leakyRelu,
  fusedBatchNorm,
  tile,
  clipByValue,
  relu6,
  cast,
  stridedSlice,
  reverse,
  select,
  reciprocal,
  ...tests,
  ...reductions,
];

/** Puts our kernels in the place of tfjs's, once. Takes effect when the backend is next set. */
export function correctKernels(): void {
  replaceKernels('wasm', '@jensenjs/backend-wasm', kernels);
}
