import { barX, dot, lineY, type Markish, plot, type PlotOptions, text } from '@observablehq/plot';
import { Window } from 'happy-dom';
import type { Point, Terms } from './history';

interface Value {
  readonly epoch: number;
  readonly value: number;
}

/** The curve of one term over the epochs, training and validation, as an SVG element in text. */
export function curve(points: readonly Point[], term: keyof Terms, name: string): string {
  const training = points.map(({ epoch, train }) => ({ epoch, value: train[term] }));
  const validation = points.flatMap((point) =>
    point.validation ? [{ epoch: point.epoch, value: point.validation[term] }] : [],
  );
  return svg({
    ariaLabel: `${name} in nats per image by epoch`,
    width: 360,
    height: 240,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 40,
    insetTop: 6,
    x: { label: 'epoch', labelAnchor: 'center', labelArrow: 'none', domain: [0, points.at(-1)?.epoch ?? 1], ticks: 5 },
    y: { label: null, grid: true, nice: true, domain: range([...training, ...validation]), ticks: 5 },
    marks: [...line(training, 'var(--train)'), ...line(validation, 'var(--validation)')],
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
      barX(bars, { x: 'value', y: 'name', fill: 'var(--train)' }),
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
function line(values: readonly Value[], colour: string): Markish[] {
  const at = { x: 'epoch', y: 'value', clip: true };
  return [
    lineY(values, { ...at, stroke: colour, strokeWidth: 2 }),
    ...(values.length <= 30 ? [dot(values, { ...at, fill: colour, r: 2.5, title: describe })] : []),
  ];
}

function describe({ epoch, value }: Value): string {
  return `epoch ${Number(epoch.toFixed(2))}: ${value.toFixed(2)} nats`;
}

/** What the vertical axis shows. The first tenth of training is so far off that it would flatten all the rest. */
function range(values: readonly Value[]): [number, number] {
  const last = Math.max(...values.map(({ epoch }) => epoch));
  const later = values.filter(({ epoch }) => epoch > 0.1 * last);
  const shown = later.map(({ value }) => value);
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
