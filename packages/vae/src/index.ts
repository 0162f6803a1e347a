export { bernoulliPixels, diagonalNormal } from './heads';
export { decode, encode, type Given, reconstruct, sample } from './use';
export { type VaeOptions, vae } from './vae';
