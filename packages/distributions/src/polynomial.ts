import { add, mul, scalar, type Tensor } from '@tensorflow/tfjs-core';

/** c₀ + c₁x + c₂x² + …, by Horner's rule. */
export function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduceRight<Tensor>((sum, c) => add(mul(sum, x), c), scalar(0));
}
