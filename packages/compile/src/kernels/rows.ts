import { activationRows } from './activations';
import { arithmeticRows } from './arithmetic';
import { bincountRows } from './bincount';
import { broadcastRows } from './broadcast';
import { conversionRows } from './conversion';
import { convolutionRows } from './convolution';
import { cumulativeRows } from './cumulative';
import { einsumRows } from './einsum';
import { indexingRows } from './indexing';
import { joiningRows } from './joining';
import { logicRows } from './logic';
import { matMulRows } from './mat-mul';
import { paddingRows } from './padding';
import { reductionRows } from './reductions';
import { resizeRows } from './resize';
import { responseNormalizationRows } from './response-normalization';
import type { Rows } from './row';
import { scatterRows } from './scatter';
import { selectionRows } from './selection';
import { shapeRows } from './shapes';
import { slicingRows } from './slicing';
import { spaceRows } from './spaces';
import { unaryRows } from './unary';

/** The kernels that can be compiled. */
export const rows: Rows = {
  ...unaryRows,
  ...activationRows,
  ...conversionRows,
  ...arithmeticRows,
  ...logicRows,
  ...reductionRows,
  ...cumulativeRows,
  ...selectionRows,
  ...bincountRows,
  ...matMulRows,
  ...convolutionRows,
  ...responseNormalizationRows,
  ...shapeRows,
  ...broadcastRows,
  ...slicingRows,
  ...paddingRows,
  ...joiningRows,
  ...indexingRows,
  ...scatterRows,
  ...resizeRows,
  ...spaceRows,
  ...einsumRows,
};
