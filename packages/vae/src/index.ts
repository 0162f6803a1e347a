export { type ConditionalVaeOptions, conditionalVae } from './conditional-vae';
export type { Head, HeadFunction } from './head';
export { bernoulliPixels, diagonalNormal } from './heads';
export { decode, encode, type Given, reconstruct, sample } from './use';
export { type VaeOptions, vae } from './vae';
