/** How much of the beginning may leave the chart: it would flatten what comes after. */
const BEGINNING = 0.1;

/** The values to show: all of the last nine tenths, with a margin. */
export function rangeOf(series: readonly (readonly number[])[]): [low: number, high: number] {
  const shown = series.flatMap((values) => values.slice(Math.floor(BEGINNING * values.length)));
  if (shown.length === 0) return [0, 1];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const margin = 0.06 * (high - low) || 0.5;
  return [low - margin, high + margin];
}
