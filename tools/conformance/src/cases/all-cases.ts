import type { Case } from '../case';
import { activationCases } from './activations';
import { arithmeticCases } from './arithmetic';
import { conversionCases } from './conversion';
import { convolution3dCases } from './convolution-3d';
import { convolutionCases } from './convolution';
import { depthwiseCases } from './depthwise';
import { dilationCases } from './dilation';
import { einsumCases } from './einsum';
import { indexingCases } from './indexing';
import { joiningCases } from './joining';
import { logicCases } from './logic';
import { matMulCases } from './mat-mul';
import { normalizationCases } from './normalization';
import { paddingCases } from './padding';
import { poolingCases } from './pooling';
import { recurrentCases } from './recurrent';
import { reductionCases } from './reductions';
import { resizeCases } from './resize';
import { responseNormalizationCases } from './response-normalization';
import { scatterCases } from './scatter';
import { selectionCases } from './selection';
import { shapeCases } from './shapes';
import { slicingCases } from './slicing';
import { spaceCases } from './spaces';
import { sumCases } from './sums';
import { unaryCases } from './unary';

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
