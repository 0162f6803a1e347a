import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { latest, type History } from '../page/history';
import { onSchemeChange, themeColour } from './colours';
import { formatCount, formatNumber, formatTick } from './format';
import { rangeOf } from './range';

export interface ChartProps {
  readonly title: string;
  readonly about: string;
  readonly history: History;
  /** Metrics to draw, with their names when there are several. */
  readonly series: readonly { readonly metric: string; readonly name?: string; readonly colour: `--${string}` }[];
  /** What the values are in. */
  readonly unit?: string;
  /** Bounds of the values, where they are known. */
  readonly bounds?: readonly [number, number];
}

const HEIGHT = 170;

/** Curves over the steps of training, with their last values. */
export function Chart({ title, about, history, series, unit = '', bounds }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const metrics = series.map(({ metric }) => metric).join();
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const made = new uPlot(optionsFor(series, bounds, parent.clientWidth), [[], ...series.map(() => [])], parent);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: HEIGHT }));
    observer.observe(parent);
    const forget = onSchemeChange(() => made.redraw());
    return () => {
      forget();
      observer.disconnect();
      made.destroy();
    };
  }, [metrics, bounds]);
  useEffect(() => {
    const { steps } = history;
    plot.current?.setData([[...steps], ...series.map(({ metric }) => [...(history.metrics[metric] ?? [])])]);
  }, [history, metrics]);
  const values = series.map(({ metric, name }) => [name, latest(history, metric)] as const);
  const spoken = values.map(
    ([name = '', value]) => `${name} ${value === undefined ? 'none yet' : formatNumber(value)}`,
  );
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b>
        <span class="about">{about}</span>
        <span class="values">
          {series.map(({ metric, name, colour }) => {
            const value = latest(history, metric);
            return (
              <span key={metric}>
                <i style={{ background: `var(${colour})` }} />
                {name} <strong data-metric={metric}>{value === undefined ? '–' : formatNumber(value)}</strong> {unit}
              </span>
            );
          })}
        </span>
      </figcaption>
      <div
        class="plot"
        ref={place}
        role="img"
        aria-label={`${title} over the steps of training: ${spoken.join(', ')} ${unit}`}
      />
    </figure>
  );
}

function optionsFor(series: ChartProps['series'], bounds: ChartProps['bounds'], width: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => themeColour('--quiet'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: () => themeColour('--rule'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 18, 0, 0],
    scales: {
      x: { time: false, range: (_, low, high) => [low ?? 0, Math.max(high ?? 0, (low ?? 0) + 20)] },
      y: { range: bounds ? [bounds[0], bounds[1]] : (self) => rangeOf(self.data.slice(1) as number[][]) },
    },
    axes: [
      { ...axis, size: 26, space: 60, values: labelled(formatCount) },
      {
        ...axis,
        size: 46,
        space: 34,
        values: labelled(formatTick),
      },
    ],
    series: [
      {},
      ...series.map(({ colour }) => ({ stroke: () => themeColour(colour), width: 1.5, points: { show: false } })),
    ],
  };
}

/** Words for the ticks of an axis, none while there is nothing to see. */
const labelled =
  (format: (tick: number) => string): uPlot.Axis.DynamicValues =>
  ({ data: [steps] }, ticks) =>
    ticks.map((tick) => (steps.length === 0 ? '' : format(tick)));
