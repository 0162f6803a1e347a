import { ArgumentError, type Distribution, formatShape, sameShape } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Refuses n unless it is a positive integer. `where` names the public function, here and below. */
export function checkCount(where: string, name: string, n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new ArgumentError(where, `${name} must be a positive integer, got ${n}.`);
}

/** Refuses a prior that is not one distribution over vectors. */
export function checkPrior(where: string, { batchShape, eventShape }: Distribution): void {
  if (batchShape.length === 0 && eventShape.length === 1) return;
  throw new ArgumentError(
    where,
    'expected a prior of batch shape [] and event shape [latent], got ' +
      `${formatShape(batchShape)} and ${formatShape(eventShape)}. Use for example standardNormal([latent]), or independent.`,
  );
}

/** Refuses a condition other than float32 [batch, classes]. */
export function checkCondition(
  where: string,
  classes: number,
  batch: number,
  condition: Tensor | undefined,
): asserts condition is Tensor {
  if (condition?.dtype === 'float32' && sameShape(condition.shape, [batch, classes])) return;
  const got = condition ? `${condition.dtype} ${formatShape(condition.shape)}` : 'none';
  throw new ArgumentError(
    where,
    `expected a condition float32 [${batch}, ${classes}], got ${got}. Make it of labels with oneHotLabels(labels, ${classes})` +
      ', or take batches with { condition: true }.',
  );
}

/** Refuses samples that the discriminator could tell from data by their shape. */
export function checkSamples(where: string, fake: Tensor, x: Tensor): void {
  if (sameShape(fake.shape, x.shape) && fake.dtype === x.dtype) return;
  throw new ArgumentError(
    where,
    `expected the generator to give ${x.dtype} ${formatShape(x.shape)}, as x of the batch, ` +
      `got ${fake.dtype} ${formatShape(fake.shape)}. Change the generator's output, or the data.`,
  );
}

/** Refuses a loss of the user's that has reduced the batch away, or broadcast it. */
export function checkLoss(where: string, what: string, loss: Tensor, batch: number): void {
  if (sameShape(loss.shape, [batch])) return;
  throw new ArgumentError(
    where,
    `expected ${what} of shape [${batch}], one number per example, got ${formatShape(loss.shape)}.` +
      ' The objective takes the mean.',
  );
}
