import type { Deviation } from '../judge/deviation';
import { kernelTable, labelOf } from './kernel-table';
import type { Result } from './result';
import { trainingTable } from './training-table';

/** The page docs/backends.md. */
export function page(results: readonly Result[]): string {
  const places = results.map(
    ({ column, answers: { start } }) => `- ${column.name}${start.about ? `: ${start.about}` : ''}`,
  );
  return `# What each backend can do

Written by \`npm run conformance -- --write\`. Every kernel is called with the same numbers on every backend and compared with float64, and so
are the gradients and second derivatives of operations that are made of it. \`pass\`: everything agrees. \`deviation\`: something is
known to differ; the list below says what and why. \`absent\`: the backend has no such kernel.

${places.join('\n')}

${kernelTable(results)}

## Training

Each of 50 steps is made from the state that the cpu backend had before it. The numbers are the largest difference of parameters, gradients and moments after a
step, in parts of the largest number of their kind. Images have 12 × 12 pixels, batches 8 images, networks at most 8 channels or 24 units.

${trainingTable(results)}

## Deviations

${deviationList(results)}
`;
}

/** The deviations that were met, by backend. */
export function deviationList(results: readonly Result[]): string {
  const met = new Set(results.flatMap(({ cells }) => [...cells.values()].flatMap((cell) => cell.deviations)));
  if (met.size === 0) return 'None.';
  const backends = [...new Set([...met].map(({ backend }) => backend))];
  return backends
    .map((backend) => {
      const own = [...met].filter((one) => one.backend === backend);
      return [`### ${backend}`, '', ...own.map(line)].join('\n');
    })
    .join('\n\n');
}

const line = ({ kernel, reason }: Deviation): string => `- ${labelOf(kernel)}: ${reason}.`;
