import { type Distribution, type Key, key, type Module, type ModuleContext, randomNormal, split } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { fromFunction, sequential } from '@jensenjs/networks';
import {
  add,
  div,
  matMul,
  moments,
  mul,
  sqrt,
  sub,
  type Tensor,
  tanh,
  tensor,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';

/** The share of the old mean in a new moving mean. */
export const MOMENTUM = 0.75;

const variableOf = (value: () => Tensor): Variable => tidy(() => variable(value()));

/** x [batch, input] to x W + b [batch, output], with W from the key. */
export function affine(from: Key, input: number, output: number): Module {
  const [forKernel, forBias] = split(from, 2);
  const kernel = variableOf(() => mul(randomNormal(forKernel, [input, output]), 0.7));
  const bias = variableOf(() => mul(randomNormal(forBias, [output]), 0.3));
  return {
    apply: (x) => tidy(() => add(matMul(x, kernel), bias)),
    parameters: { kernel, bias },
    state: {},
    dispose: () => {
      kernel.dispose();
      bias.dispose();
    },
  };
}

/** Subtracts the mean of the batch and divides by its deviation; in evaluation only the moving mean is subtracted. */
function normalization(width: number): Module & { readonly state: { readonly mean: Variable } } {
  const moving = variableOf(() => zeros([width]));
  return {
    apply: (x, { training = false, updates } = {}) =>
      tidy(() => {
        if (!training) return sub(x, moving);
        const { mean: batchMean, variance } = moments(x, 0); // [width]
        updates?.write(moving, add<Tensor>(mul(updates.read(moving), MOMENTUM), mul(batchMean, 1 - MOMENTUM)));
        return div(sub(x, batchMean), sqrt(add(variance, 0.1)));
      }),
    parameters: {},
    state: { mean: moving },
    dispose: () => moving.dispose(),
  };
}

const smooth = (): Module => fromFunction((x) => tanh(x));

/** A network with a state: affine, normalisation, tanh, affine. */
export function network(from: Key, input: number, output: number): Module {
  const [first, last] = split(from, 2);
  return sequential(affine(first, input, 4), normalization(4), smooth(), affine(last, 4, output));
}

/** The players of a game over vectors [2], z [3], each with a state. */
export function players(seed = 1) {
  const [forGenerator, forDiscriminator] = split(key(seed), 2);
  return {
    prior: standardNormal([3]),
    generator: network(forGenerator, 3, 2),
    discriminator: network(forDiscriminator, 2, 1),
  };
}

/** Five observations [5, 2]. */
export const x = tensor([
  [0.5, 1.5],
  [-0.2, 2.1],
  [1.3, 0.9],
  [0.1, 1.1],
  [0.7, 2.4],
]);

/** A prior that always draws these rows [n, width], whatever the key. */
export function fixedPrior(rows: number[][]): Distribution {
  return { ...standardNormal([rows[0]?.length ?? 0]), sample: () => tensor(rows) };
}

/** A module that tells `watcher` of every call before it answers. */
export function watched(module: Module, watcher: (x: Tensor, context: ModuleContext) => void): Module {
  return {
    ...module,
    apply: (h, context = {}) => {
      watcher(h, context);
      return module.apply(h, context);
    },
  };
}
