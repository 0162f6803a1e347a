import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkNumber } from '../check';
import type { OptimizerOptions } from './create-optimizer';

export interface WeightDecayOptions extends OptimizerOptions {
  /** λ of the penalty λ θ² / 2 on the parameters: λ θ is added to the gradient, after its clipping; 0 when left out. */
  readonly weightDecay?: number;
}

/** λ, checked. @throws ArgumentError unless it is finite and not negative. */
export function decayConstant(where: string, { weightDecay = 0 }: WeightDecayOptions): number {
  return checkNumber(where, 'weightDecay', weightDecay);
}

/** The gradient with that of the penalty: g + λ θ. */
export function addDecay(gradient: Tensor, parameter: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : add(gradient, mul(parameter, weightDecay));
}
