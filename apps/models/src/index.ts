export { buildModel } from './build-model';
export type { Built, GanBuilt, VaeBuilt } from './built';
export { type OpenedRun, openRun } from './open-run';
export { restore } from './restore';
export { type RunKeys, runKeys } from './run-keys';
export {
  ESTIMATORS,
  type EstimatorName,
  generatorChannels,
  type ImageShape,
  isAdversarial,
  isConditional,
  LOSSES,
  type LossName,
  type ModelName,
  MODELS,
  type ModelSettings,
  type NetworkName,
  NETWORKS,
} from './settings';
export { PROGRAM, parseStoredRun, type StoredRun } from './stored-run';
export { type UsualSettings, usualNetwork, usualSettings } from './usual-settings';
