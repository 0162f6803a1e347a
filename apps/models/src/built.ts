import type { Estimator, Key, LatentModel, Objective } from '@jensenjs/core';
import type { ImageBatchOptions } from '@jensenjs/data';
import type { Gan } from '@jensenjs/gan';
import type { Schedule } from '@jensenjs/train';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ImageShape, ModelSettings } from './settings';

interface BuiltModel {
  readonly settings: ModelSettings;
  readonly shape: ImageShape;
  readonly conditional: boolean;
  /** How many numbers training adjusts. */
  readonly parameterCount: number;
  /** How the model is trained. */
  readonly objectives: (learningRate: Schedule) => readonly Objective[];
  /** The batches that it is trained on. */
  readonly batchOptions: Pick<ImageBatchOptions, 'binarize' | 'condition'>;
  /**
   * Images [n, height, width, channels] in [0, 1]: means of p(x | z), or what the generator makes of z, for z from the
   * prior. A conditional model draws the classes in turn unless labels, n of them, are given.
   * @throws ArgumentError when a label is out of range, or labels are given to a model without condition
   */
  readonly sample: (key: Key, n: number, labels?: readonly number[]) => Tensor;
  readonly dispose: () => void;
}

export interface VaeBuilt extends BuiltModel {
  readonly kind: 'vae';
  readonly model: LatentModel<true>;
  /** The bound that it is trained on. */
  readonly estimator: Estimator<true>;
}

export interface GanBuilt extends BuiltModel {
  readonly kind: 'gan';
  readonly game: Gan;
}

export type Built = VaeBuilt | GanBuilt;
