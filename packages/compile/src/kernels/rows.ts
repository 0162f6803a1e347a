import { convolutionRows } from './convolution';
import { matMulRows } from './mat-mul';
import type { Rows } from './row';

/** The kernels that can be compiled. */
export const rows: Rows = { ...matMulRows, ...convolutionRows };
