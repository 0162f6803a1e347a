import type { Case } from './case.fixture';
import { convolution3dCases } from './cases-convolution-3d.fixture';
import { convolutionCases } from './cases-convolution.fixture';
import { depthwiseCases } from './cases-depthwise.fixture';
import { dilationCases } from './cases-dilation.fixture';
import { matMulCases } from './cases-mat-mul.fixture';
import { normalizationCases } from './cases-normalization.fixture';
import { poolingCases } from './cases-pooling.fixture';

/** The cases of all families. */
export const allCases: readonly Case[] = [
  ...matMulCases,
  ...convolutionCases,
  ...depthwiseCases,
  ...convolution3dCases,
  ...poolingCases,
  ...dilationCases,
  ...normalizationCases,
];
