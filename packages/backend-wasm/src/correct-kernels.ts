import { replaceKernels } from '@jensenjs/core/adapter';
import type { Kernel } from './backend';
import { fusedBatchNorm } from './kernels/batch-norm';
import { batchMatMul } from './kernels/batch-mat-mul';
import { extremes, floorDiv, mod, pow } from './kernels/binary';
import { broadcastTo } from './kernels/broadcast-to';
import { clipByValue, relu6 } from './kernels/clip-by-value';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput, fusedConv2d } from './kernels/conv2d';
import { conv3dBackpropFilter, conv3dBackpropInput } from './kernels/conv3d';
import { cumulative } from './kernels/cumulative';
import { cast, ofFloats, reverse, select, softmax, stridedSlice, tests } from './kernels/data-types';
import {
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  depthwiseConv2d,
  fusedDepthwiseConv2d,
} from './kernels/depthwise-conv2d';
import { dilation2d, dilation2dBackpropFilter, dilation2dBackpropInput } from './kernels/dilation2d';
import { einsum } from './kernels/einsum';
import { fusedMatMul } from './kernels/fused-mat-mul';
import { gather } from './kernels/gather';
import { log1p } from './kernels/log1p';
import { oneHot } from './kernels/one-hot';
import { avgPool, maxPool, maxPool3d, maxPool3dGrad, maxPoolGrad, maxPoolWithArgmax } from './kernels/pooling/pools';
import { leakyRelu, prelu, selu } from './kernels/prelu';
import { reductions } from './kernels/reductions';
import { unsortedSegmentSum } from './kernels/segment-sum';
import { tile } from './kernels/tile';
import { unary } from './kernels/unary';

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
  conv3dBackpropInput,
  conv3dBackpropFilter,
  maxPool,
  maxPoolGrad,
  maxPoolWithArgmax,
  avgPool,
  maxPool3d,
  maxPool3dGrad,
  dilation2d,
  dilation2dBackpropInput,
  dilation2dBackpropFilter,
  einsum,
  unsortedSegmentSum,
  gather,
  log1p,
  prelu,
  leakyRelu,
  selu,
  fusedBatchNorm,
  tile,
  broadcastTo,
  oneHot,
  floorDiv,
  mod,
  pow,
  softmax,
  clipByValue,
  relu6,
  cast,
  stridedSlice,
  reverse,
  select,
  ...unary,
  ...ofFloats,
  ...extremes,
  ...cumulative,
  ...tests,
  ...reductions,
];

/** Puts our kernels in the place of tfjs's, once. Takes effect when the backend is next set. */
export function correctKernels(): void {
  replaceKernels('wasm', '@jensenjs/backend-wasm', kernels);
}
