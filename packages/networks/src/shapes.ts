import { ArgumentError, formatShape, sizeOf } from '@jensenjs/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';

/** @throws ArgumentError unless `width` is a positive integer; `name` is the option that holds it. */
export function checkWidth(where: string, name: string, width: number): void {
  if (!Number.isInteger(width) || width < 1)
    throw new ArgumentError(where, `${name} must be made of positive integers, got ${width}.`);
}

/**
 * Checks that x is [...batch, ...input] and returns the number of its batch dimensions. `null` in `input` stands for any
 * size.
 * @throws ArgumentError when it is not.
 */
export function checkInput(where: string, x: Tensor, input: readonly (number | null)[]): number {
  const rank = x.shape.length - input.length;
  const fits = rank >= 0 && input.every((d, i) => d === null || d === x.shape[rank + i]);
  if (!fits)
    throw new ArgumentError(
      where,
      `expected x of shape [${['...batch', ...input.map((d) => d ?? 'any')].join(', ')}], got ${formatShape(x.shape)}.` +
        ' Reshape x, or build the network for this input.',
    );
  return rank;
}

/**
 * Applies a function of [batch, ...] to x [...batch, ...input], whatever the number of batch dimensions: they are merged
 * on the way in and restored on the way out.
 * @throws ArgumentError when x does not end in `input`, as `checkInput`.
 */
export function overBatch(
  where: string,
  x: Tensor,
  input: readonly (number | null)[],
  f: (x: Tensor) => Tensor,
): Tensor {
  const rank = checkInput(where, x, input);
  if (rank === 1) return f(x);
  const batch = x.shape.slice(0, rank);
  const y = f(reshape(x, [sizeOf(batch), ...x.shape.slice(rank)])); // [batch, ...input] to [batch, ...output]
  return reshape(y, [...batch, ...y.shape.slice(1)]); // [...batch, ...output]
}
