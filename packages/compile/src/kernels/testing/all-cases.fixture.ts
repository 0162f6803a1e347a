import type { Case } from './case.fixture';
import { convolutionCases } from './cases-convolution.fixture';
import { matMulCases } from './cases-mat-mul.fixture';

/** The cases of all families. */
export const allCases: readonly Case[] = [...matMulCases, ...convolutionCases];
