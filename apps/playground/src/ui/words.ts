import { ESTIMATORS, LOSSES, MODELS, NETWORKS } from '@jensenjs/app-models';
import { ENGINES } from '../protocol';

const named = <T extends string>(names: readonly T[], words: Readonly<Record<T, string>>) =>
  names.map((name) => [name, words[name]] as const);

export const MODEL_OPTIONS = named(MODELS, {
  vae: 'VAE',
  'conditional-vae': 'Conditional VAE',
  gan: 'GAN',
  'conditional-gan': 'Conditional GAN',
});
export const NETWORK_OPTIONS = named(NETWORKS, { mlp: 'Multilayer perceptron', conv: 'Convolutional' });
export const ESTIMATOR_OPTIONS = named(ESTIMATORS, { elbo: 'ELBO', iwae: 'IWAE' });
export const LOSS_OPTIONS = named(LOSSES, {
  minimax: 'Minimax',
  'non-saturating': 'Non-saturating',
  hinge: 'Hinge',
});
export const ENGINE_OPTIONS = named(['auto', ...ENGINES] as const, {
  auto: 'Automatic',
  compiled: 'Compiled (ONNX Runtime)',
  webgl: 'WebGL (graphics card)',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
});

/** The words for a name. */
export function wordsFor<T extends string>(options: readonly (readonly [T, string])[], name: T): string {
  return options.find(([option]) => option === name)?.[1] ?? name;
}
