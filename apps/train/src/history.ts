import { readFile } from 'node:fs/promises';

/** Means in nats per image. */
export interface Terms {
  readonly bound: number;
  /** E log p(x | z). */
  readonly reconstruction: number;
  /** KL(q(z | x) ‖ p(z)). */
  readonly kl: number;
}

/** A point of the training curves. */
export interface Point {
  /** Steps so far. */
  readonly step: number;
  /** Epochs so far, with a fraction. */
  readonly epoch: number;
  /** Over the training images since the point before. */
  readonly train: Terms;
  /** Over the validation images. */
  readonly validation?: Terms;
}

/** What this program needs of a report of the training loop, or of a line of `metrics.jsonl`. */
export interface Line {
  readonly step: number;
  readonly epoch: number;
  readonly epochProgress: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly validation?: Readonly<Record<string, number>>;
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
  return {
    step,
    epoch: epoch - 1 + epochProgress,
    train: terms(metrics, 'model/'),
    ...(validation && { validation: terms(validation, '') }),
  };
}

/** The mean of the points of the epoch that the last one belongs to, by their numbers of steps. */
export function lastEpoch(points: readonly Point[]): Terms {
  const last = Math.ceil(points.at(-1)?.epoch ?? 0);
  let steps = 0;
  const sum = { bound: 0, reconstruction: 0, kl: 0 };
  points.forEach(({ step, epoch, train }, i) => {
    if (Math.ceil(epoch) !== last) return;
    const weight = step - (points[i - 1]?.step ?? 0);
    steps += weight;
    for (const term of ['bound', 'reconstruction', 'kl'] as const) sum[term] += weight * train[term];
  });
  return { bound: sum.bound / steps, reconstruction: sum.reconstruction / steps, kl: sum.kl / steps };
}

function terms(metrics: Readonly<Record<string, number>>, prefix: string): Terms {
  const of = (name: string): number => metrics[prefix + name] ?? Number.NaN;
  return { bound: of('bound'), reconstruction: of('reconstruction'), kl: of('kl') };
}
