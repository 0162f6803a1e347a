import { activationRows } from './activations';
import { arithmeticRows } from './arithmetic';
import { bincountRows } from './bincount';
import { broadcastRows } from './broadcast';
import { conversionRows } from './conversion';
import { convolutionRows } from './convolution';
import { convolution3dRows } from './convolution-3d';
import { cumulativeRows } from './cumulative';
import { depthwiseRows } from './depthwise';
import { dilationRows } from './dilation';
import { einsumRows } from './einsum';
import { indexingRows } from './indexing';
import { joiningRows } from './joining';
import { logicRows } from './logic';
import { matMulRows } from './mat-mul';
import { normalizationRows } from './normalization';
import { paddingRows } from './padding';
import { poolingRows } from './pooling';
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
  ...depthwiseRows,
  ...convolution3dRows,
  ...poolingRows,
  ...dilationRows,
  ...normalizationRows,
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
