import type { TrainOptions } from './options';
import { makePlan } from './plan';
import type { Report } from './report';
import { run } from './run';

/**
 * Trains, and yields a report every `reportEvery` steps and at the end of each epoch:
 *
 *     for await (const report of train({ … })) console.log(report.epoch, report.metrics);
 *
 * Everything is a pure function of the options: two runs give the same numbers, and a run resumed from a checkpoint gives those
 * of one that never stopped. Leaving the loop frees the engine and saves a checkpoint.
 *
 * @throws ArgumentError at once on options that make no run. While iterating: ArgumentError on objectives or batches that do
 * not fit, DataError on a checkpoint of another run or data that is not finite, and NumericalError, which names the first
 * tensor that is not finite and where it came from; no checkpoint is written of such a state.
 */
export function train(options: TrainOptions): AsyncGenerator<Report, void, undefined> {
  return run(options, makePlan(options));
}
