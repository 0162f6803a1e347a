import type { Result } from './result';
import { table } from './table';

/** For each model and backend the largest difference of a training step, and whether its trainings leave anything behind. */
export function trainingTable(results: readonly Result[]): string {
  const models = [...new Set(results.flatMap(({ answers }) => answers.training.map(({ model }) => model)))];
  const rows = models.map((model) => [
    model,
    ...results.map(({ answers }) => {
      const error = answers.training.find((one) => one.model === model)?.error;
      if (error === undefined) return '';
      return error === 0 ? '0' : error.toExponential(1);
    }),
  ]);
  const whats = [...new Set(results.flatMap(({ answers }) => answers.memory.map(({ what }) => what)))];
  const kept = whats.map((what) => [
    `tensors and bytes after ${what}`,
    ...results.map(({ answers }) => {
      const found = answers.memory.find((one) => one.what === what);
      if (!found) return '';
      return found.problem === undefined ? 'as before' : 'CHANGED';
    }),
  ]);
  const head = ['model', ...results.map(({ column }) => column.name)];
  return table(head, [...rows, ...kept]);
}
