import { SingleBar } from 'cli-progress';
import type { Standing } from './kind';
import { clock, count } from './numbers';

/** How far training has come. */
export interface Status {
  /** The present epoch, counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly epochEnded: boolean;
  readonly step: number;
  readonly steps: number;
  /** Over the present epoch so far, in words. */
  readonly standing: Standing;
  readonly imagesPerSecond: number;
  readonly secondsRemaining: number;
}

export interface Progress {
  readonly training: (status: Status) => void;
  /** A task other than training, and the share of it that is done, 0 to 1. */
  readonly task: (what: string, share: number) => void;
  /** Clears what is live, so that other lines can follow. */
  readonly stop: () => void;
}

export const silent: Progress = { training: () => {}, task: () => {}, stop: () => {} };

/** Plain lines, and beside them a live bar on a stream that is a terminal. */
export function showProgress(stream: NodeJS.WriteStream, write: (line: string) => void): Progress {
  const now = (): number => performance.now() / 1000;
  if (!stream.isTTY) return lines(write, now);
  const live = liveBar(stream);
  const above = lines((line) => {
    live.stop();
    write(line);
  }, now);
  return {
    training: (status) => {
      above.training(status);
      live.training(status);
    },
    task: live.task,
    stop: live.stop,
  };
}

/** One line for each epoch that ends, and within long epochs one now and then; never many in a second. */
export function lines(
  write: (line: string) => void,
  now: () => number,
  { apart = 2, within = 30 }: { apart?: number; within?: number } = {},
): Progress {
  let last: number | undefined;
  return {
    ...silent,
    training: (status) => {
      const time = now();
      const final = status.step >= status.steps;
      const wait = status.epochEnded ? apart : within;
      // The first end of an epoch comes at once; within the first epoch the wait begins with its first report.
      if (last === undefined && !status.epochEnded && !final) last = time;
      else if (final || last === undefined || time - last >= wait) {
        last = time;
        write(line(status));
      }
    },
  };
}

function liveBar(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  let format = '';
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const draw = (wanted: string, total: number, value: number, payload: object): void => {
    if (wanted !== format) stop();
    format = wanted;
    if (bar) return bar.update(value, payload);
    bar = new SingleBar({
      stream,
      format,
      barsize: 16,
      barCompleteChar: '━',
      barIncompleteChar: '─',
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
      // Ctrl-C is ours to handle.
      gracefulExit: false,
    });
    bar.start(total, value, payload);
  };
  return {
    training: ({ epoch, epochs, step, steps, standing, imagesPerSecond, secondsRemaining }) =>
      draw('{bar} epoch {epoch}  {standing}  {rate} images/s  {left} left', steps, step, {
        epoch: `${epoch}/${epochs}`,
        standing: standing.bar,
        rate: count(imagesPerSecond),
        left: clock(secondsRemaining),
      }),
    task: (what, share) => draw('{bar} {what}', 100, Math.floor(100 * share), { what }),
    stop,
  };
}

function line({ epoch, epochs, epochEnded, standing, imagesPerSecond, secondsRemaining }: Status): string {
  return [
    `${epochEnded ? 'epoch' : 'in epoch'} ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    ...standing.line,
    `${count(imagesPerSecond)} images/s`,
    `${clock(secondsRemaining)} left`,
  ].join('  ');
}
