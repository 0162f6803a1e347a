import type { Report } from './report';

type Times = Pick<Report, 'examplesPerSecond' | 'secondsElapsed' | 'secondsRemaining'>;

/** Measures one call of `train`. */
export interface Clock {
  /** Begins a stretch of steps. */
  readonly start: () => void;
  /** Ends it. */
  readonly stop: (steps: number, examples: number) => void;
  /** Figures of the last stretch and of the whole call. */
  readonly times: (stepsRemaining: number) => Times;
}

export function createClock(): Clock {
  const begun = performance.now();
  let started = begun;
  let done = 0;
  let rate = 0;
  return {
    start: () => {
      started = performance.now();
    },
    stop: (steps, examples) => {
      done += steps;
      // A coarse clock may show no time at all.
      rate = examples / Math.max(1e-3, (performance.now() - started) / 1000);
    },
    times: (stepsRemaining) => {
      const secondsElapsed = (performance.now() - begun) / 1000;
      const secondsRemaining = done === 0 ? 0 : (secondsElapsed / done) * stepsRemaining;
      return { examplesPerSecond: rate, secondsElapsed, secondsRemaining };
    },
  };
}
