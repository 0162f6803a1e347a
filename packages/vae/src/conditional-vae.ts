import { ArgumentError, formatShape, type LatentModel, type ModelContext } from '@jensenjs/core';
import { concatenateColumns, type Join } from '@jensenjs/networks';
import type { Tensor } from '@tensorflow/tfjs-core';
import { latentModel } from './latent-model';
import type { VaeOptions } from './vae';

export interface ConditionalVaeOptions<R extends boolean> extends VaeOptions<R> {
  /** Width of the condition c: the number of classes of one-hot labels, or of real numbers. */
  readonly classes: number;
  /**
   * How c enters the encoder with x [batch, ...event]: as columns when left out, `concatenateColumns`, for a multilayer
   * perceptron of input size + classes; `concatenateChannels` for a convolutional network.
   */
  readonly join?: Join;
}

/**
 * A variational auto-encoder of x given a condition c: p(z | c) p(x | z, c) with q(z | x, c) (K. Sohn et al. 2015; with a
 * prior that is independent of c, the M2 of D. Kingma et al. 2014 for observed labels). Trained on labelled data, it draws
 * x of a class that you name, and z is left with what the class does not tell.
 *
 * c is the `condition` of a batch, of `context` or of `given`, float32 [batch, classes]: one-hot labels (`oneHotLabels`,
 * `batches(dataset, { condition: true })`) or any real numbers. It enters the encoder by `join`. Latent variables are
 * vectors: the decoder gets [...samples, batch, latent + classes], z with c after it, the same c for every sample.
 * The prior and the heads see c in their context. Variables, ownership and shapes are otherwise as for `vae`.
 * @throws ArgumentError unless `classes` is a positive integer and a fixed prior is over vectors; by `posterior`,
 * `likelihood` and a prior that is a function when the condition is missing, is not float32 [batch, classes], or
 * shapes of networks, heads and prior do not fit.
 */
export function conditionalVae<R extends boolean>(options: ConditionalVaeOptions<R>): LatentModel<R> {
  const { prior, classes, join = concatenateColumns } = options;
  if (!Number.isInteger(classes) || classes < 1)
    throw new ArgumentError(WHERE, `classes must be a positive integer, got ${classes}.`);
  if ('eventShape' in prior && prior.eventShape.length !== 1)
    throw new ArgumentError(
      WHERE,
      `expected a prior over vectors, to which the condition is appended, got event shape ${formatShape(prior.eventShape)}.` +
        ' Use for example standardNormal([16]).',
    );
  return latentModel(options, {
    where: WHERE,
    check: (context) => void conditionOf(context, classes),
    encoder: (x, context) => join(x, conditionOf(context, classes, x.shape[0]), x.shape.length - 1),
    decoder: (z, context) => concatenateColumns(z, conditionOf(context, classes, z.shape.at(-2)), 1),
  });
}

const WHERE = 'conditionalVae';

/** The condition of a call, checked; `batch` is how many rows it must have, where that is known. */
function conditionOf({ condition }: ModelContext, classes: number, batch?: number): Tensor {
  const wanted = `a condition of shape [${batch ?? 'batch'}, ${classes}], float32`;
  const advice = `Make one of labels by oneHotLabels(labels, ${classes}).`;
  if (!condition)
    throw new ArgumentError(
      WHERE,
      `expected ${wanted}, got none. ${advice} In training it is batch.condition, of batches(dataset, { condition: true });` +
        ' sample, encode, decode and their like take it in their last argument, { condition }.',
    );
  const [rows, width] = condition.shape;
  const fits = condition.shape.length === 2 && width === classes && (batch === undefined || rows === batch);
  if (!fits || condition.dtype !== 'float32')
    throw new ArgumentError(
      WHERE,
      `expected ${wanted}, got ${formatShape(condition.shape)}, ${condition.dtype}. ${advice}`,
    );
  return condition;
}
