export type { Activation } from './activations';
export { dropout } from './dropout';
export { fromFunction } from './from-function';
export { fromLayers } from './from-layers';
export type { Initialization } from './initialization';
export { concatenateChannels, concatenateColumns, type Join } from './join';
export type { LayerLike, LayersModelLike, LayerVariableLike } from './layers-model';
export { type MlpOptions, mlp } from './mlp';
export { sequential } from './sequential';
