import type { Case } from './case.fixture';
import { activationCases } from './cases-activations.fixture';
import { arithmeticCases } from './cases-arithmetic.fixture';
import { conversionCases } from './cases-conversion.fixture';
import { convolution3dCases } from './cases-convolution-3d.fixture';
import { convolutionCases } from './cases-convolution.fixture';
import { depthwiseCases } from './cases-depthwise.fixture';
import { dilationCases } from './cases-dilation.fixture';
import { einsumCases } from './cases-einsum.fixture';
import { indexingCases } from './cases-indexing.fixture';
import { joiningCases } from './cases-joining.fixture';
import { logicCases } from './cases-logic.fixture';
import { matMulCases } from './cases-mat-mul.fixture';
import { normalizationCases } from './cases-normalization.fixture';
import { paddingCases } from './cases-padding.fixture';
import { poolingCases } from './cases-pooling.fixture';
import { recurrentCases } from './cases-recurrent.fixture';
import { reductionCases } from './cases-reductions.fixture';
import { resizeCases } from './cases-resize.fixture';
import { responseNormalizationCases } from './cases-response-normalization.fixture';
import { scatterCases } from './cases-scatter.fixture';
import { selectionCases } from './cases-selection.fixture';
import { shapeCases } from './cases-shapes.fixture';
import { slicingCases } from './cases-slicing.fixture';
import { spaceCases } from './cases-spaces.fixture';
import { sumCases } from './cases-sums.fixture';
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
  ...shapeCases,
  ...slicingCases,
  ...paddingCases,
  ...joiningCases,
  ...indexingCases,
  ...scatterCases,
  ...resizeCases,
  ...spaceCases,
  ...einsumCases,
  ...responseNormalizationCases,
  ...recurrentCases,
  ...sumCases,
];
