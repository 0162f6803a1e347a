import type { GradConfig } from '@tensorflow/tfjs-core';
import { averagePooling } from './average-pooling';
import { broadcasting } from './broadcasting';
import { complex } from './complex';
import { convolution } from './convolution';
import { cumulative } from './cumulative';
import { dilation } from './dilation';
import { division } from './division';
import { elu } from './elu';
import { flat } from './flat';
import { gathering } from './gather';
import { maximumPooling } from './maximum-pooling';
import { mirrorPad } from './mirror-pad';
import { power } from './power';
import { product } from './product';
import { resize } from './resize';
import { responseNormalization } from './response-normalization';
import { splitting } from './splitting';

/** What this package registers over, or in addition to, the gradients of tfjs-core. */
export const corrections: readonly GradConfig[] = [
  ...averagePooling,
  ...broadcasting,
  ...complex,
  ...convolution,
  ...cumulative,
  ...dilation,
  ...division,
  ...elu,
  ...flat,
  ...gathering,
  ...maximumPooling,
  ...mirrorPad,
  ...power,
  ...product,
  ...resize,
  ...responseNormalization,
  ...splitting,
];
