import type { Result } from './result';
import { table } from './table';

/** For each model and backend the largest difference of a training step, and what 2,000 steps leave behind. */
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
  const kept = results.map(({ answers: { holdings } }) => {
    if ('error' in holdings) return 'error';
    const { before, after } = holdings;
    const isSame = Object.keys(before).every((name) => before[name] === after[name]);
    return isSame ? 'as before' : 'CHANGED';
  });
  const head = ['model', ...results.map(({ column }) => column.name)];
  return table(head, [...rows, ['tensors and bytes after 2,000 steps', ...kept]]);
}
