import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from './distribution';
import type { Key } from './key';
import type { Updates, Variables } from './module';

/** Tensors of one step. The leading dimension of each is the batch; engines treat them by name. */
export interface Batch {
  /** Observations [batch, ...]. */
  readonly x: Tensor;
  /** What the model is conditioned on, for example one-hot labels [batch, classes]. */
  readonly condition?: Tensor;
  /** Row of each observation in its data set, int32 [batch]: selects a posterior kept per datapoint. */
  readonly index?: Tensor;
  /** Further tensors that an objective of the user's reads. */
  readonly [extra: string]: Tensor | undefined;
}

/** What the parts of a latent-variable model may know of their call. */
export interface ModelContext {
  readonly key: Key;
  readonly training: boolean;
  readonly condition?: Tensor;
  readonly index?: Tensor;
  readonly updates?: Updates;
}

/** Trained variables by role: estimators may treat the two groups differently. */
export interface ParameterGroups {
  /** θ, of p(x, z). */
  readonly generative: Variables;
  /** φ, of q(z | x). */
  readonly inference: Variables;
}

/** p(x, z) = p(z) p(x | z) with an approximate posterior q(z | x). */
export interface LatentModel<R extends boolean = boolean> {
  /** q(z | x) with batch shape [batch] for x [batch, ...]. */
  readonly posterior: (x: Tensor, context: ModelContext) => Distribution<R>;
  /** p(x | z) for z [...samples, batch, ...latent], with batch shape [...samples, batch]. */
  readonly likelihood: (z: Tensor, context: ModelContext) => Distribution;
  /** p(z), or p(z | c). */
  readonly prior: Distribution | ((context: ModelContext) => Distribution);
  readonly parameters: ParameterGroups;
  readonly state: Variables;
  /** Disposes the variables that the model's networks own. */
  readonly dispose: () => void;
}

/** One draw of all latent variables of a hierarchical or recurrent model, and its densities. */
export interface JointDraw {
  /** log p(x | z), [batch], nats. */
  readonly logLikelihood: Tensor;
  /** Per group of latent variables: log p(zᵢ | z₍ᵢ₊₁…₎) and log q(zᵢ | …), each [batch], nats. */
  readonly latents: readonly { readonly logPrior: Tensor; readonly logPosterior: Tensor }[];
}

/** The form of models whose latent variables are drawn one after another: layers, steps of a sequence. */
export interface JointModel<R extends boolean = boolean> {
  readonly reparameterized: R;
  readonly joint: (key: Key, x: Tensor, context: ModelContext) => JointDraw;
  readonly parameters: ParameterGroups;
  readonly state: Variables;
  readonly dispose: () => void;
}
