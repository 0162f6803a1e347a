import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/**
 * The part of tfjs-layers that `fromLayers` uses, as structure: nothing here imports tfjs-layers, so the other networks
 * come without it, and a model of any copy of it fits.
 */
export interface LayersModelLike extends LayerLike {
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly unknown[];
  readonly layers: readonly LayerLike[];
  readonly apply: (x: Tensor, options: { training: boolean }) => unknown;
  readonly dispose: () => unknown;
}

export interface LayerLike {
  readonly name: string;
  readonly stateful: boolean;
  readonly weights: readonly LayerVariableLike[];
  readonly trainableWeights: readonly LayerVariableLike[];
  readonly getClassName: () => string;
}

/** A weight: `read` returns its tf.Variable. */
export interface LayerVariableLike {
  readonly originalName: string;
  read: () => Tensor;
  write: (value: Tensor) => unknown;
}

/** A layer of a model, where it stands in it, and the weights that are its own and not those of a layer inside. */
export interface PlacedLayer {
  readonly layer: LayerLike;
  /** `dense0`, `sequential1/dense0`, `bidirectional0/forwardLayer/cell`. */
  readonly path: string;
  readonly weights: readonly { readonly name: string; readonly weight: LayerVariableLike }[];
}

/** All layers of a model, those inside other layers included, each once, in an order fixed by the architecture. */
export function placeLayers(model: LayersModelLike): PlacedLayer[] {
  const seen = new Set<unknown>([model]);
  const visit = (layer: LayerLike, path: string): PlacedLayer[] => {
    const inside = children(layer)
      .filter(({ layer }) => !seen.has(layer) && seen.add(layer))
      .flatMap((child) => visit(child.layer, path ? `${path}/${child.name}` : child.name));
    const weights = layer.weights
      .filter((weight) => !seen.has(weight) && seen.add(weight))
      .map((weight) => ({ name: `${path}/${weight.originalName.split('/').at(-1)}`, weight }));
    return [...inside, { layer, path, weights }];
  };
  return visit(model, '');
}

/** Disposes a model. tfjs-layers counts each application of a layer and then forgets those of a shared layer but one. */
export function disposeModel(model: LayersModelLike): void {
  const { refCountAfterDispose } = model.dispose() as { readonly refCountAfterDispose: number };
  if (refCountAfterDispose !== 0) return;
  const nodes = [...((Reflect.get(model, 'containerNodes') as Iterable<string> | undefined) ?? [])];
  for (const layer of model.layers) {
    const applications = nodes.filter((node) => node.startsWith(`${layer.name}_ib-`)).length;
    for (let i = 1; i < applications; i++) (layer as LayersModelLike).dispose();
  }
}

export function variableOf(weight: LayerVariableLike): Variable {
  return weight.read() as Variable;
}

/** Class names of a layer and of what it extends: a user's subclass of Dropout is a Dropout. */
export function classNames(layer: LayerLike): string[] {
  const names: string[] = [];
  for (let c = layer.constructor; c; c = Object.getPrototypeOf(c) as typeof c)
    if (Object.hasOwn(c, 'className')) names.push((c as unknown as { className: string }).className);
  return names;
}

/** The layers directly inside: those of a model, else those in properties, such as a wrapper's `layer` or an RNN's `cell`. */
function children(layer: LayerLike): { name: string; layer: LayerLike }[] {
  if (isModel(layer))
    return namesInModel(layer.layers).map((name, i) => ({ name, layer: layer.layers[i] as LayerLike }));
  return Object.entries(layer).flatMap(([property, value]: [string, unknown]) => {
    if (isLayer(value)) return [{ name: property, layer: value }];
    if (!Array.isArray(value)) return [];
    return value.filter(isLayer).map((layer, i) => ({ name: `${property}${i}`, layer }));
  });
}

/**
 * A name that the user gave stays. A name that tfjs-layers made (`dense_Dense7`, `sequential_2`) holds a count of all
 * layers made in the process, so it becomes the count among layers of its class in the model: `dense0`.
 */
function namesInModel(layers: readonly LayerLike[]): string[] {
  const stems = layers.map(automaticStem);
  const taken = new Set(layers.filter((_, i) => stems[i] === undefined).map(({ name }) => name));
  return layers.map(({ name }, i) => {
    if (stems[i] === undefined) return name;
    let count = 0;
    while (taken.has(`${stems[i]}${count}`)) count++;
    const chosen = `${stems[i]}${count}`;
    taken.add(chosen);
    return chosen;
  });
}

/** `dense` of the automatic name `dense_Dense7`; undefined for a name that was given. */
function automaticStem(layer: LayerLike): string | undefined {
  const pattern = isModel(layer) ? /^(sequential_|model)\d+$/ : new RegExp(`^(.+)_${layer.getClassName()}\\d+$`);
  return pattern.exec(layer.name)?.[1]?.replace(/_$/, '');
}

function isLayer(value: unknown): value is LayerLike {
  return typeof value === 'object' && value !== null && 'getClassName' in value && 'trainableWeights' in value;
}

function isModel(layer: LayerLike): layer is LayersModelLike {
  return 'layers' in layer && Array.isArray(layer.layers);
}
