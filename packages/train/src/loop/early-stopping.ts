import { ArgumentError, NumericalError } from '@jensenjs/core';
import type { EarlyStoppingState } from '../checkpoints/checkpoint';
import type { EarlyStoppingOptions } from './options';

/**
 * The state after one more validation.
 * @throws ArgumentError when the metric is not among the figures, NumericalError when it is not finite.
 */
export function judge(
  { metric, goal, minDelta = 0 }: EarlyStoppingOptions,
  before: EarlyStoppingState | undefined,
  figures: Readonly<Record<string, number>>,
  step: number,
): EarlyStoppingState {
  const value = figures[metric];
  if (value === undefined)
    throw new ArgumentError(
      'train',
      `earlyStopping.metric is ${metric}, but validation gives ${Object.keys(figures).join(', ') || 'nothing'}.`,
    );
  if (!Number.isFinite(value))
    throw new NumericalError(
      'train',
      `validation ${metric}`,
      `${metric} of the validation after step ${step} is ${value}.`,
    );
  const gain = before && (goal === 'max' ? value - before.best : before.best - value);
  // Without a least change, an equal value is no improvement.
  if (gain === undefined || (gain > 0 && gain >= minDelta)) return { best: value, bestStep: step, waited: 0 };
  return { ...(before as EarlyStoppingState), waited: (before as EarlyStoppingState).waited + 1 };
}
