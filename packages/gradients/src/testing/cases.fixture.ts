import { arrays } from './cases-arrays.fixture';
import { elementwise } from './cases-elementwise.fixture';
import { flat } from './cases-flat.fixture';
import { images } from './cases-images.fixture';
import type { Case } from './finite-differences.fixture';

/** Cases for every kernel that has a gradient, by the name of the kernel. */
export const kernelCases: Record<string, Case[]> = { ...elementwise, ...arrays, ...images, ...flat };

/** Kernels without a case: they refuse to be differentiated. */
export const refused: Record<string, string> = {
  ComplexAbs: 'tfjs cannot differentiate complex tensors',
};

/** Names of the kernels in the gradient registry of this process. */
export function registeredKernels(): string[] {
  const { _tfGlobals } = globalThis as unknown as { _tfGlobals: Map<string, Map<string, unknown>> };
  return [...(_tfGlobals.get('gradRegistry')?.keys() ?? [])].sort();
}
