import { concat, type GradConfig, SplitV, stack, Unpack } from '@tensorflow/tfjs-core';

/** A kernel with several outputs gets one dy for each, but a bare dy when it had only one: tfjs takes it for a list, and fails. */
export const splitting: readonly GradConfig[] = [
  { kernelName: SplitV, gradFunc: (dys, _, { axis }) => ({ x: () => concat([dys].flat(), axis as number) }) },
  { kernelName: Unpack, gradFunc: (dys, _, { axis }) => ({ value: () => stack([dys].flat(), axis as number) }) },
];
