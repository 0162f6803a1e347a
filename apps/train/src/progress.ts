import { SingleBar } from 'cli-progress';
import type { Terms } from './history';
import { clock, count, nats } from './numbers';

/** How far training has come. */
export interface Status {
  /** Whole epochs done, and whether the last of them ended with this status. */
  readonly epoch: number;
  readonly epochs: number;
  readonly epochEnded: boolean;
  readonly step: number;
  readonly steps: number;
  readonly train: Terms;
  readonly validation?: Terms | undefined;
  readonly imagesPerSecond: number;
  readonly secondsRemaining: number;
}

export interface Progress {
  readonly show: (status: Status) => void;
  /** Clears what is live, so that other lines can follow. */
  readonly stop: () => void;
}

/** A live bar on a terminal, plain lines elsewhere. */
export function trainingProgress(stream: NodeJS.WriteStream, write: (line: string) => void): Progress {
  return stream.isTTY ? bar(stream, write) : lines(write, () => performance.now() / 1000);
}

/** One line for each epoch that ends, and within long epochs one now and then; never many in a second. */
export function lines(
  write: (line: string) => void,
  now: () => number,
  { apart = 2, within = 30 }: { apart?: number; within?: number } = {},
): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return {
    show: (status) => {
      const since = now() - last;
      const final = status.step >= status.steps;
      if (!final && since < (status.epochEnded ? apart : within)) return;
      if (!final && !status.epochEnded && last === Number.NEGATIVE_INFINITY) return;
      last = now();
      write(epochLine(status));
    },
    stop: () => {},
  };
}

function bar(stream: NodeJS.WriteStream, write: (line: string) => void): Progress {
  const live = new SingleBar({
    stream,
    format: '{bar} {percentage}% · epoch {epoch} · {terms} · {rate} · {left}',
    barsize: 16,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    gracefulExit: false,
    fps: 10,
  });
  const stop = () => {
    if (live.isActive) live.stop();
  };
  return {
    show: (status) => {
      const payload = {
        epoch: `${Math.min(status.epoch + (status.epochEnded ? 0 : 1), status.epochs)}/${status.epochs}`,
        terms: `bound ${nats(status.train.bound)} = ${nats(status.train.reconstruction)} − ${nats(status.train.kl)}`,
        rate: `${count(status.imagesPerSecond)} images/s`,
        left: `${clock(status.secondsRemaining)} left`,
      };
      if (status.epochEnded) {
        stop();
        write(epochLine(status));
      }
      if (status.step >= status.steps) return;
      if (live.isActive) live.update(status.step, payload);
      else live.start(status.steps, status.step, payload);
    },
    stop,
  };
}

function epochLine({
  epoch,
  epochs,
  epochEnded,
  train,
  validation,
  imagesPerSecond,
  secondsRemaining,
}: Status): string {
  const place = epochEnded ? `epoch ${epoch}/${epochs}` : `in epoch ${epoch + 1}/${epochs}`;
  return [
    place.padEnd(`epoch ${epochs}/${epochs}`.length),
    `bound ${nats(train.bound)}`,
    `reconstruction ${nats(train.reconstruction)}`,
    `KL ${nats(train.kl)}`,
    ...(validation ? [`validation ${nats(validation.bound)}`] : []),
    `${count(imagesPerSecond)} images/s`,
    `${clock(secondsRemaining)} left`,
  ].join('  ');
}
