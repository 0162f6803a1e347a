import { readFile } from 'node:fs/promises';

/** Means by name: `model/bound` in training, `bound` in validation. */
export type Metrics = Readonly<Record<string, number>>;

/** A point of the training curves. */
export interface Point {
  /** Steps so far. */
  readonly step: number;
  /** Epochs so far, with a fraction. */
  readonly epoch: number;
  /** Over the training images since the point before. */
  readonly train: Metrics;
  /** Over the validation images. */
  readonly validation?: Metrics;
}

/** What this program needs of a report of the training loop, or of a line of `metrics.jsonl`. */
export interface Line {
  readonly step: number;
  readonly epoch: number;
  readonly epochProgress: number;
  readonly metrics: Metrics;
  readonly validation?: Metrics;
  readonly secondsElapsed: number;
}

/** The lines of `metrics.jsonl`; none when there is no file. */
export async function readLines(path: string): Promise<Line[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** The first step up to `last` that was reported but has no line, or undefined. */
export function firstGap(
  lines: readonly Line[],
  { last, every, perEpoch }: { readonly last: number; readonly every: number; readonly perEpoch: number },
): number | undefined {
  const held = new Set(lines.map(({ step }) => step));
  for (let step = 1; step <= last; step++)
    if ((step % every === 0 || step % perEpoch === 0) && !held.has(step)) return step;
  return undefined;
}

export function toPoint({ step, epoch, epochProgress, metrics, validation }: Line): Point {
  return { step, epoch: epoch - 1 + epochProgress, train: metrics, ...(validation && { validation }) };
}

/** Without the points of few steps, as there are at the ends of epochs: means over less than half the usual number jump. */
export function steady(points: readonly Point[]): Point[] {
  const steps = points.map(({ step }, i) => step - (points[i - 1]?.step ?? 0));
  const most = Math.max(...steps);
  return points.filter((_, i) => 2 * (steps[i] ?? 0) >= most);
}

/** The means over the points of the epoch that the last one belongs to, by their numbers of steps. */
export function lastEpoch(points: readonly Point[]): Metrics {
  const last = Math.ceil(points.at(-1)?.epoch ?? 0);
  const names = Object.keys(points.at(-1)?.train ?? {});
  const sums = new Map(names.map((name) => [name, 0]));
  let steps = 0;
  points.forEach(({ step, epoch, train }, i) => {
    if (Math.ceil(epoch) !== last) return;
    const weight = step - (points[i - 1]?.step ?? 0);
    steps += weight;
    for (const [name, sum] of sums) sums.set(name, sum + weight * (train[name] ?? Number.NaN));
  });
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum / steps]));
}
