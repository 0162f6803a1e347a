import {
  type Estimator,
  type JointModel,
  type LatentModel,
  nameVariables,
  type Objective,
  type Optimizer,
  type Variables,
} from '@jensenjs/core';

/**
 * The training of a model by an estimator, as an objective for an engine. Its parameters are named `generative/…`,
 * `inference/…` and `estimator/…`, its state `model/…` and `estimator/…`. A variable that is in two groups keeps its first
 * name. A reparameterising estimator with a posterior that is not is a compile error.
 */
export function objective<R extends boolean>(
  model: LatentModel<R> | JointModel<R>,
  estimator: Estimator<R>,
  optimizer: Optimizer,
  { name = 'model' }: { readonly name?: string } = {},
): Objective {
  const { generative, inference } = model.parameters;
  return {
    name,
    parameters: unique(nameVariables({ generative, inference, estimator: estimator.parameters })),
    state: unique(nameVariables({ model: model.state, estimator: estimator.state })),
    optimizer,
    loss: ({ key, batch, step }) => {
      const { losses, metrics, updates } = estimator.estimate({ key, model, batch, step });
      return { loss: losses, metrics, updates };
    },
  };
}

/** Each variable once, under its first name. */
function unique(variables: Variables): Variables {
  const seen = new Set<unknown>();
  return Object.fromEntries(Object.entries(variables).filter(([, v]) => !seen.has(v) && seen.add(v)));
}
