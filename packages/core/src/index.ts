export { registerGradients } from '@jensenjs/gradients';
export { assertOneTfjs } from './assert-one-tfjs';
export type { Availability, Backend, BackendDetails } from './contracts/backend';
export type { Constraint, Distribution, KlFunction } from './contracts/distribution';
export type {
  BatchSource,
  BatchSpec,
  Engine,
  HostArray,
  HostBatch,
  PreparedEngine,
  TrainingState,
} from './contracts/engine';
export type { Estimate, Estimator, EstimatorArguments } from './contracts/estimator';
export type { Key, Noise } from './contracts/key';
export type { Batch, JointDraw, JointModel, LatentModel, ModelContext, ParameterGroups } from './contracts/model';
export type { Module, ModuleContext, Updates, Variables } from './contracts/module';
export type { LossTerm, Metrics, Objective, ObjectiveArguments, ObjectiveResult } from './contracts/objective';
export type { Optimizer, OptimizerArguments, OptimizerSpec, Slots } from './contracts/optimizer';
export { checkObjectives } from './engine/check-objectives';
export { type Derivatives, differentiate } from './engine/differentiate';
export { constraintValues, optimizerUpdate, type Proposal, reportedMetrics, stateUpdates } from './engine/proposals';
export { checkBatch, takeBatch } from './engine/take-batch';
export { checkState, type Kept, ownedSlots, ownedVariables, splitMetrics, stateNames } from './engine/training-state';
export { ArgumentError, DataError, NumericalError, UnsupportedError } from './errors';
export { type BackendRow, type BackendTable, inspectBackends } from './inspect-backends';
export {
  drawArray,
  drawInto,
  foldIn,
  type Keys,
  key,
  keyFromWords,
  permutation,
  randomBits,
  randomExponential,
  randomIntegers,
  randomNormal,
  randomUniform,
  split,
} from './key';
export { hostNoise, type NoiseArray } from './noise';
export { oneHotLabels } from './one-hot-labels';
export { type Parameter, parameter } from './parameter';
export {
  broadcastShapes,
  checkShape,
  expandRightmost,
  flattenRightmost,
  formatShape,
  sameShape,
  sizeOf,
  sumRightmost,
} from './shapes';
export { log1mExp, logMeanExp, logSumExp, xlog1py, xlogy } from './special';
export { stopGradient } from './stop-gradient';
export { toTensor } from './to-tensor';
export { createUpdates } from './updates';
export { type BackendChoice, useBackend } from './use-backend';
export { mergeVariables, nameVariables } from './variables';
