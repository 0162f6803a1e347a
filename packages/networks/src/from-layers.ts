import { ArgumentError, type Module, type Updates, type Variables } from '@jensenjs/core';
import { type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import {
  classNames,
  disposeModel,
  type LayerLike,
  type LayersModelLike,
  type LayerVariableLike,
  type PlacedLayer,
  placeLayers,
  variableOf,
} from './layers-model';
import { overBatch } from './shapes';

/**
 * A tfjs-layers model (`tf.sequential`, `tf.model`, a loaded Keras model) as a module, x [...batch, ...input] to
 * [...batch, ...output]; several batch dimensions are merged into one for the model.
 *
 * `parameters` are its trainable weights and `state` all others. Names come from positions (`dense0/kernel`), or from
 * names that you gave to layers. What batch normalisation would assign to its moving moments in training is proposed to
 * `context.updates` and never assigned; a second application within the same updates goes on from the first, as in
 * Keras. The model stays usable on its own and shares its weights with the module; `dispose` disposes the model.
 *
 * Regularisers and constraints of layers belong to Keras' own training loop and have no effect here: add penalties to
 * the loss, and constraints to the objective.
 * @throws ArgumentError when the model is not built or has several inputs or outputs, or has a layer that draws random
 * numbers without a key or keeps a state between calls; by `apply` when x does not fit the model's input.
 */
export function fromLayers(model: LayersModelLike): Module {
  const [input] = model.inputs ?? [];
  if (!input)
    throw new ArgumentError('fromLayers', 'the model is not built. Give its first layer an inputShape, or call build.');
  if (model.inputs.length !== 1 || model.outputs.length !== 1)
    throw new ArgumentError(
      'fromLayers',
      `expected a model of one input and one output, got ${model.inputs.length} and ${model.outputs.length}.` +
        ' Concatenate them within the model, or write a Module that applies several models.',
    );
  const placed = placeLayers(model);
  for (const place of placed) refuse(place);

  const trainable = new Set(model.trainableWeights);
  const weights = placed.flatMap((place) => place.weights);
  const named = (of: typeof weights): Variables =>
    Object.fromEntries(of.map(({ name, weight }) => [name, variableOf(weight)]));
  const state = weights.filter(({ weight }) => !trainable.has(weight));
  const moments = state.map(({ weight }) => ({ weight, variable: variableOf(weight) }));
  const normalizations = placed.map(({ layer }) => layer).filter((l) => classNames(l).includes('BatchNormalization'));

  return {
    apply: (x, { training = false, updates } = {}) =>
      tidy(() =>
        overBatch('fromLayers', x, input.shape.slice(1), (merged) => {
          const restore = [
            ...moments.map(({ weight, variable }) => divert(weight, variable, updates)),
            ...normalizations.flatMap(completeNormalization),
          ];
          try {
            return model.apply(merged, { training }) as Tensor;
          } finally {
            for (const undo of restore) undo();
          }
        }),
      ),
    parameters: named(weights.filter(({ weight }) => trainable.has(weight))),
    state: named(state),
    dispose: () => {
      disposeModel(model);
    },
  };
}

/** Sends reads and writes of a weight to `updates` until the returned function is called. */
function divert(weight: LayerVariableLike, variable: Variable, updates: Updates | undefined): () => void {
  return override(weight, {
    read: () => updates?.read(variable) ?? variable,
    write: (value: Tensor) => {
      updates?.write(variable, value);
      return weight;
    },
  });
}

/** tfjs-layers fails in training without scale or centre: it reads a weight that is not there. Here it reads null. */
function completeNormalization(layer: LayerLike): (() => void)[] {
  const nothing = { read: () => null };
  const missing = ['gamma', 'beta'].filter((role) => (Reflect.get(layer, role) ?? null) === null);
  return missing.map((role) => override(layer, { [role]: nothing }));
}

/** Sets properties of an object; the returned function sets them back. */
function override(target: object, properties: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(properties).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  Object.assign(target, properties);
  return () => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(target, name, descriptor);
      else Reflect.deleteProperty(target, name);
  };
}

const RANDOM = ['Dropout', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'BaseRandomLayer'];

/** Layers whose randomness comes from no key, or whose state is not in their weights, cannot be pure. */
function refuse({ layer, path }: PlacedLayer): void {
  const where = `layer ${path} (${layer.getClassName()})`;
  const amount = (name: string): unknown => Reflect.get(layer, name);
  const noise =
    classNames(layer).some((name) => RANDOM.includes(name)) && amount('rate') !== 0 && amount('stddev') !== 0;
  if (noise || Number(amount('dropout')) > 0 || Number(amount('recurrentDropout')) > 0)
    throw new ArgumentError(
      'fromLayers',
      `${where} draws random numbers that no key determines. Leave it out, and put dropout({ rate }) of` +
        ' @jensenjs/networks between two models: sequential(fromLayers(a), dropout({ rate }), fromLayers(b)).',
    );
  if (layer.stateful && !('layers' in layer))
    throw new ArgumentError(
      'fromLayers',
      `${where} is stateful: it keeps values between calls outside its weights. Make it with stateful: false.`,
    );
}
