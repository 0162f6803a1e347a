/** The points of the curves: steps, and for each metric as many numbers. */
export interface History {
  readonly steps: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

export const EMPTY: History = { steps: [], metrics: {} };

/** More are not told apart on a screen. */
const MOST = 1200;

/** With one point more. When there are too many, every second one of the older half is left out. */
export function extend(history: History, step: number, figures: Readonly<Record<string, number>>): History {
  const grown: History = {
    steps: [...history.steps, step],
    metrics: Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [name, [...(history.metrics[name] ?? []), value]]),
    ),
  };
  return grown.steps.length > MOST ? thin(grown) : grown;
}

function thin({ steps, metrics }: History): History {
  const keep = (values: readonly number[]): number[] => values.filter((_, i) => i > MOST / 2 || i % 2 === 0);
  return {
    steps: keep(steps),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, keep(values)])),
  };
}

/** The last number of a metric. */
export function latest({ metrics }: History, name: string): number | undefined {
  return metrics[name]?.at(-1);
}
