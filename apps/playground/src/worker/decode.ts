import type { Built } from '@jensenjs/app-models';
import { type Key, oneHotLabels } from '@jensenjs/core';
import { decode } from '@jensenjs/vae';
import { type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Points } from '../protocol';

/** The condition [n, classes] of n images of one label, for a conditional model. */
export function conditionFor({ conditional, shape }: Built, n: number, label: number): { condition?: Tensor } {
  if (!conditional) return {};
  return { condition: oneHotLabels(new Int32Array(n).fill(label), shape.classes) };
}

/** The images of points z: means of p(x | z), or what the generator makes of them; [n, height, width, channels]. */
export function decodePoints(key: Key, built: Built, { z, label }: Points): Tensor {
  return tidy(() => {
    const { latent } = built.settings;
    const n = z.length / latent;
    const points = tensor2d(z, [n, latent]);
    const given = conditionFor(built, n, label);
    return built.kind === 'vae'
      ? decode(key, built.model, points, given)
      : built.game.generator.apply(points, { key, training: false, ...given });
  });
}
