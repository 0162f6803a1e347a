import { barX, dot, lineY, type Markish, plot, type PlotOptions, ruleY, text } from '@observablehq/plot';
import { Window } from 'happy-dom';

/** A quantity over the epochs. */
export interface Value {
  readonly epoch: number;
  readonly value: number;
}

/** The first two are told apart by colour. */
export interface Series {
  readonly label: string;
  readonly values: readonly Value[];
}

export interface Chart {
  readonly name: string;
  /** What it shows, in few words. */
  readonly note: string;
  /** Of the values, for those who cannot see the axes. */
  readonly unit: string;
  readonly series: readonly Series[];
  /** Values that are marked across the chart. */
  readonly marks?: readonly number[];
  /** What the vertical axis shows; what there is after the first tenth of training when left out. */
  readonly domain?: readonly [number, number];
}

/** Names of the style sheet's colours for the series of a chart. */
export const COLOURS = ['first', 'second'] as const;

/** The curves of a chart, as an SVG element in text. */
export function curve({ name, unit, series, marks = [], domain }: Chart): string {
  const all = series.flatMap(({ values }) => values);
  const last = Math.max(...all.map(({ epoch }) => epoch));
  return svg({
    ariaLabel: `${name} by epoch${unit && `, ${unit}`}`,
    width: 360,
    height: 240,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 40,
    insetTop: 6,
    x: { label: 'epoch', labelAnchor: 'center', labelArrow: 'none', domain: [0, last], ticks: 5 },
    y: { label: null, grid: true, nice: !domain, domain: domain ?? range(all, last), ticks: 5 },
    marks: [
      ruleY(marks, { stroke: 'currentColor', strokeDasharray: '4 3', strokeOpacity: 0.7 }),
      ...series.flatMap(({ label, values }, i) => line(values, `var(--${COLOURS[i]})`, `${label}, ${unit}`)),
    ],
  });
}

const MOST_BARS = 24;

/** KL of the latent dimensions from the prior, the largest first, as an SVG element in text. */
export function klBars(kl: readonly number[]): string {
  const bars = kl
    .map((value, dimension) => ({ name: `z${dimension + 1}`, value }))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_BARS);
  return svg({
    ariaLabel: 'KL of each latent dimension in nats',
    width: 360,
    height: 24 + 20 * bars.length,
    marginLeft: 36,
    marginRight: 40,
    marginTop: 4,
    marginBottom: 20,
    x: { label: null, axis: null, zero: true },
    y: { label: null, domain: bars.map(({ name }) => name), tickSize: 0, padding: 0.2 },
    marks: [
      barX(bars, { x: 'value', y: 'name', fill: 'var(--first)' }),
      text(bars, {
        x: 'value',
        y: 'name',
        text: ({ value }: { value: number }) => value.toFixed(2),
        textAnchor: 'start',
        dx: 5,
        fill: 'currentColor',
      }),
    ],
  });
}

/** A line, and its points where they are few enough to be told apart. */
function line(values: readonly Value[], colour: string, what: string): Markish[] {
  const at = { x: 'epoch', y: 'value', clip: true };
  const title = ({ epoch, value }: Value): string => `epoch ${Number(epoch.toFixed(2))}: ${value.toFixed(2)} ${what}`;
  return [
    lineY(values, { ...at, stroke: colour, strokeWidth: 2 }),
    ...(values.length <= 30 ? [dot(values, { ...at, fill: colour, r: 2.5, title })] : []),
  ];
}

/** The first tenth of training is so far off that it would flatten all the rest. */
function range(values: readonly Value[], last: number): [number, number] {
  const shown = values.filter(({ epoch }) => epoch > 0.1 * last).map(({ value }) => value);
  return [Math.min(...shown), Math.max(...shown)];
}

function svg(options: PlotOptions): string {
  const { document } = new Window();
  const element = plot({
    ...options,
    document: document as unknown as Document,
    style: { background: 'none', fontSize: '12px' },
  });
  return element.outerHTML;
}
