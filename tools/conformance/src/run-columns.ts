import type { Column } from './columns';
import type { Host } from './hosts/host';
import { checksOf } from './judge/checks';
import { deviations } from './judge/deviations';
import { staleDeviations, verdictsOf } from './judge/verdicts';
import type { Asked } from './open-questions';
import type { Result } from './report/result';
import { runBackend } from './run-backend';

interface Options {
  /** Whether all kernels are asked for, so that a deviation that is not met is none. */
  readonly isWhole: boolean;
  readonly say: (text: string) => void;
}

/** Runs backends, two at a time, those first that take longest. */
export async function runColumns(
  columns: readonly Column[],
  { questions, expected }: Asked,
  open: (column: Column) => Promise<Host>,
  { isWhole, say }: Options,
): Promise<{ readonly results: readonly Result[]; readonly notStarted: readonly string[] }> {
  const results = new Map<Column, Result>();
  const notStarted: string[] = [];
  const run = async (column: Column): Promise<void> => {
    const { name, backend } = column;
    const started = Date.now();
    const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
    const answers = await runBackend(
      backend,
      () => open(column),
      questions,
      (done) => say(`${name}: ${done}, ${seconds()}`),
    );
    if (!answers.start.started) {
      notStarted.push(`${name} did not start: ${answers.start.about}`);
      return;
    }
    const own = deviations.filter((one) => one.backend === backend);
    const cells = verdictsOf(checksOf(column, questions, expected, answers), own);
    results.set(column, { column, answers, cells, stale: isWhole ? staleDeviations(cells, own) : [] });
  };
  const waiting = [...columns].sort((a, b) => effortOf(b) - effortOf(a));
  const lane = async (): Promise<void> => {
    for (let column = waiting.shift(); column; column = waiting.shift()) await run(column);
  };
  await Promise.all([lane(), lane()]);
  return { results: columns.flatMap((column) => results.get(column) ?? []), notStarted };
}

/** Graphics in software takes minutes. */
const effortOf = ({ backend }: Column): number => (backend.startsWith('webg') ? 1 : 0);
