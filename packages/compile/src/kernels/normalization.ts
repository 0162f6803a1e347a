import { UnsupportedError } from '@jensenjs/core';
import type { Value } from '../graph/graph';
import type { Composite, Rows } from './row';

/** (x − mean) · scale ∕ √(variance + ε) + offset. */
const batchNormalization: Composite = {
  inputs: ['x', 'mean', 'variance', 'offset?', 'scale?'],
  expand(build, [x, mean, variance, offset, scale], { varianceEpsilon }) {
    if (!x || !mean || !variance) throw new UnsupportedError('FusedBatchNorm', 'takes x, mean and variance.');
    for (const statistic of [mean, variance, offset, scale]) if (statistic) requireTrailing(statistic, x);
    const epsilon = build.scalar(Number(varianceEpsilon ?? 0.001));
    const inverse = build.op('Rsqrt', [build.op('Add', [variance, epsilon])]);
    const factor = scale ? build.op('Multiply', [inverse, scale]) : inverse;
    const scaled = build.op('Multiply', [build.op('Sub', [x, mean]), factor]);
    return offset ? build.op('Add', [scaled, offset]) : scaled;
  },
};

/** tfjs repeats the numbers of a statistic from first to last, which is broadcasting for those of the trailing dimensions. */
function requireTrailing({ shape }: Value, x: Value): void {
  const trailing = shape.slice(shape.findIndex((size) => size !== 1));
  const isSingle = shape.every((size) => size === 1);
  const expected = x.shape.slice(x.shape.length - trailing.length);
  if (isSingle || (trailing.length <= x.shape.length && trailing.every((size, i) => size === expected[i]))) return;
  throw new UnsupportedError(
    'FusedBatchNorm',
    `tfjs does not broadcast statistics [${shape.join(', ')}] to x [${x.shape.join(', ')}]. ` +
      'Give them the last dimensions of x, or normalise by tf.sub, tf.mul and tf.rsqrt.',
  );
}

export const normalizationRows: Rows = { FusedBatchNorm: batchNormalization };
