import type { Case } from './case.fixture';
import { activationCases } from './cases-activations.fixture';
import { arithmeticCases } from './cases-arithmetic.fixture';
import { conversionCases } from './cases-conversion.fixture';
import { convolution3dCases } from './cases-convolution-3d.fixture';
import { convolutionCases } from './cases-convolution.fixture';
import { depthwiseCases } from './cases-depthwise.fixture';
import { dilationCases } from './cases-dilation.fixture';
import { logicCases } from './cases-logic.fixture';
import { matMulCases } from './cases-mat-mul.fixture';
import { normalizationCases } from './cases-normalization.fixture';
import { poolingCases } from './cases-pooling.fixture';
import { reductionCases } from './cases-reductions.fixture';
import { selectionCases } from './cases-selection.fixture';
import { unaryCases } from './cases-unary.fixture';

/** The cases of all families. */
export const allCases: readonly Case[] = [
  ...unaryCases,
  ...selectionCases,
  ...reductionCases,
  ...logicCases,
  ...conversionCases,
  ...arithmeticCases,
  ...activationCases,
  ...matMulCases,
  ...convolutionCases,
  ...depthwiseCases,
  ...convolution3dCases,
  ...poolingCases,
  ...dilationCases,
  ...normalizationCases,
];
