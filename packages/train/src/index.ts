export { averagedParameters } from './checkpoints/averaged-parameters';
export {
  type Checkpoint,
  decodeCheckpoint,
  type EarlyStoppingState,
  encodeCheckpoint,
  type Json,
  type RunDescription,
} from './checkpoints/checkpoint';
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './checkpoints/safetensors';
export { type CheckpointStore, memoryStore } from './checkpoints/store';
export { eager } from './engine/eager';
export type { CheckpointOptions, EarlyStoppingOptions, TrainOptions, ValidationOptions } from './loop/options';
export type { Report, ReportedProgress, StopReason } from './loop/report';
export { train } from './loop/train';
export { type AdamOptions, adam } from './optimizers/adam';
export { type AdamWOptions, adamw } from './optimizers/adamw';
export type { OptimizerOptions } from './optimizers/create-optimizer';
export { type MomentumOptions, momentum } from './optimizers/momentum';
export { type RmspropOptions, rmsprop } from './optimizers/rmsprop';
export { type SgdOptions, sgd } from './optimizers/sgd';
export type { WeightDecayOptions } from './optimizers/weight-decay';
export {
  constant,
  cosine,
  exponentialDecay,
  linear,
  piecewise,
  type Schedule,
  stepDecay,
  warmUp,
} from './schedules';
