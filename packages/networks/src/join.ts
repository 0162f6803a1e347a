import { ArgumentError, flattenRightmost, formatShape, sameShape } from '@jensenjs/core';
import { broadcastTo, cast, concat, reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * How a condition enters a network: joins x [...samples, batch, ...event] and condition [batch, c] into one input.
 * `eventRank` is the rank of one x, the number of its dimensions after the batch.
 */
export type Join = (x: Tensor, condition: Tensor, eventRank: number) => Tensor;

/**
 * The condition as further columns, for a multilayer perceptron: x [...samples, batch, ...event] is flattened to columns
 * and condition [batch, c] comes after them, [...samples, batch, size + c] float32. Differentiable in both.
 * @throws ArgumentError when the condition is not [batch, c] for the batch of x.
 */
export function concatenateColumns(x: Tensor, condition: Tensor, eventRank: number): Tensor {
  return tidy(() => {
    const lead = leadOf('concatenateColumns', x, condition, eventRank);
    return join(flattenRightmost(x, eventRank), condition, lead);
  });
}

/**
 * The condition as further channels, for a convolutional network: x [...samples, batch, h, w, channels] and condition
 * [batch, c], repeated at every position, give [...samples, batch, h, w, channels + c] float32. Any number of dimensions
 * may stand for the positions h, w. Differentiable in both.
 * @throws ArgumentError when `eventRank` is 0 or the condition is not [batch, c] for the batch of x.
 */
export function concatenateChannels(x: Tensor, condition: Tensor, eventRank: number): Tensor {
  return tidy(() => {
    const lead = leadOf('concatenateChannels', x, condition, eventRank);
    if (eventRank === 0)
      throw new ArgumentError(
        'concatenateChannels',
        `expected x with a dimension of channels after the batch, got shape ${formatShape(x.shape)} with eventRank 0.` +
          ' Use concatenateColumns for single numbers.',
      );
    const [batch = 0, c = 0] = condition.shape;
    const positions = x.shape.slice(lead.length, -1);
    const everywhere = reshape(condition, [batch, ...positions.map(() => 1), c]); // [batch, 1, 1, c]
    return join(x, everywhere, [...lead, ...positions]);
  });
}

/** Concatenates x [...shape, n] and a condition that broadcasts to [...shape, c] on the last axis. */
function join(x: Tensor, condition: Tensor, shape: readonly number[]): Tensor {
  const repeated = broadcastTo(cast(condition, 'float32'), [...shape, condition.shape.at(-1) as number]);
  return concat([cast(x, 'float32'), repeated], -1);
}

/** [...samples, batch] of x, checked against the condition. */
function leadOf(where: string, x: Tensor, condition: Tensor, eventRank: number): number[] {
  const rank = x.shape.length - eventRank;
  if (!Number.isInteger(eventRank) || eventRank < 0 || rank < 1)
    throw new ArgumentError(
      where,
      `expected x of shape [...samples, batch, ...event] with an event of rank ${eventRank}, got ${formatShape(x.shape)}.` +
        ' Pass the number of dimensions of one x as eventRank.',
    );
  const lead = x.shape.slice(0, rank);
  if (condition.shape.length !== 2 || !sameShape(lead.slice(-1), condition.shape.slice(0, 1)))
    throw new ArgumentError(
      where,
      `expected a condition of shape [${lead.at(-1)}, c] for x of shape ${formatShape(x.shape)}, got` +
        ` ${formatShape(condition.shape)}. Give every example of the batch its own row, for example by oneHotLabels.`,
    );
  return lead;
}
