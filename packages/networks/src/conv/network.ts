import { type Key, type Module, randomNormal, split } from '@jensenjs/core';
import { add, mul, ones, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { fromLayers } from '../from-layers';
import { initializationFor, initialKernel } from '../initialization';
import { checkInput } from '../shapes';
import type { Block } from './blocks';

/** First values of a block's kernel, or of the scales γ of its batch normalisation. */
export type Beginning = (key: Key, block: Block, role: 'kernel' | 'gamma', shape: readonly number[]) => Tensor;

/** As the activation asks: He's or Glorot's kernels, and scales of 1. */
export const byActivation: Beginning = (key, { activation, fans }, role, shape) =>
  role === 'kernel' ? initialKernel(key, initializationFor(activation), fans(shape), shape) : ones([...shape]);

/**
 * Kernels from N(0, 0.02²) (A. Radford, L. Metz & S. Chintala 2016, "Unsupervised Representation Learning with Deep
 * Convolutional Generative Adversarial Networks", section 4), scales from N(1, 0.02²) as in the authors' programs.
 */
export const asDcgan: Beginning = (key, _, role, shape) =>
  tidy(() => add(mul(randomNormal(key, shape), 0.02), role === 'kernel' ? 0 : 1));

/** Blocks and layers one after another on x [...batch, ...input]: a tfjs-layers model whose weights come from the key. */
export function network(
  where: string,
  key: Key,
  input: readonly number[],
  parts: readonly (Block | layers.Layer)[],
  begin: Beginning,
): Module {
  const first = layers.inputLayer({ inputShape: [...input] });
  const module = fromLayers(
    sequential({ layers: [first, ...parts.flatMap((part) => (part instanceof layers.Layer ? part : part.layers))] }),
  );
  const blocks = parts.filter((part): part is Block => !(part instanceof layers.Layer));
  const keys = split(key, blocks.length);
  tidy(() => {
    blocks.forEach((block, i) => {
      const [forKernel, forGamma] = split(keys[i] as Key, 2);
      const kernel = module.parameters[`${block.name}/kernel`];
      const gamma = module.parameters[`${block.name}/normalization/gamma`];
      kernel?.assign(begin(forKernel, block, 'kernel', kernel.shape));
      gamma?.assign(begin(forGamma, block, 'gamma', gamma.shape));
    });
  });
  return {
    ...module,
    apply: (x, context) => {
      checkInput(where, x, input);
      return module.apply(x, context);
    },
  };
}
