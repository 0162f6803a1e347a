import type { Report } from '@jensenjs/train';

export type Digest = Pick<Report, 'step' | 'examplesPerSecond' | 'metrics'>;

/** Milliseconds between two digests: a page that draws curves more often has no time for anything else. */
const PERIOD = 150;

/**
 * Makes one report of those that come faster than a page can show them: its figures are their averages. Reports are of equally
 * many steps.
 *
 * @param now milliseconds
 */
export function createDigest(tell: (digest: Digest) => void, now: () => number): (report: Digest) => void {
  let reports: Digest[] = [];
  let told = Number.NEGATIVE_INFINITY;
  return (report) => {
    reports.push(report);
    if (now() - told < PERIOD) return;
    told = now();
    tell({
      step: report.step,
      examplesPerSecond: averageOf(reports, ({ examplesPerSecond }) => examplesPerSecond),
      metrics: Object.fromEntries(
        Object.keys(report.metrics).map((name) => [name, averageOf(reports, ({ metrics }) => metrics[name] ?? 0)]),
      ),
    });
    reports = [];
  };
}

function averageOf(reports: readonly Digest[], figureOf: (report: Digest) => number): number {
  return reports.reduce((sum, report) => sum + figureOf(report), 0) / reports.length;
}
