import type { GradConfig } from '@tensorflow/tfjs-core';
import { comparisons } from './comparisons';
import { convolution } from './convolution';
import { cumulative } from './cumulative';
import { dilation } from './dilation';
import { elu } from './elu';
import { pooling } from './pooling';
import { resize } from './resize';
import { responseNormalization } from './response-normalization';

/** What this package registers over, or in addition to, the gradients of tfjs-core. */
export const corrections: readonly GradConfig[] = [
  ...comparisons,
  ...convolution,
  ...cumulative,
  ...dilation,
  ...elu,
  ...pooling,
  ...resize,
  ...responseNormalization,
];
