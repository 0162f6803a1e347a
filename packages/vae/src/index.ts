export { type ConditionalVaeOptions, conditionalVae } from './conditional-vae';
export { type Change, edit } from './edit';
export {
  gaussianPixels,
  type GaussianPixelsOptions,
  heteroscedasticPixels,
  type LearnedGaussianPixels,
  learnedGaussianPixels,
  type LearnedGaussianPixelsOptions,
} from './gaussian-pixels';
export type { Given } from './given';
export { bernoulliPixels, diagonalNormal } from './heads';
export { type Interpolation, interpolate } from './interpolate';
export type { HeadFunction, Part, PriorFunction } from './part';
export { traverse, type Traversal } from './traverse';
export { decode, encode, reconstruct, sample } from './use';
export { type VaeOptions, vae } from './vae';
