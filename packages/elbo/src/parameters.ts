import type { JointModel, LatentModel } from '@jensenjs/core';
import type { Variable } from '@tensorflow/tfjs-core';

/** All trained variables of a model, each once, also where encoder and decoder share some. */
export function parametersOf({ parameters }: Pick<LatentModel | JointModel, 'parameters'>): Variable[] {
  return [...new Set([...Object.values(parameters.generative), ...Object.values(parameters.inference)])];
}
