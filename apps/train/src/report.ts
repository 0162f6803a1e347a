import { curve, klBars } from './charts';
import type { Point } from './history';
import { attributes, escape } from './markup';
import { count, duration, nats, signed, withError } from './numbers';
import { pngUri } from './png';
import type { Raster } from './raster';
import { STYLE } from './report-style';
import type { Summary } from './summary';

export interface ReportContent {
  readonly summary: Summary;
  readonly history: readonly Point[];
  /** What was chosen, as rows of a table. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** The command line that gives the same numbers again. */
  readonly command: string;
  readonly samples: Raster;
  /** Each a row of test images above a row of their reconstructions. */
  readonly reconstructions: readonly Raster[];
  readonly traversal: readonly { readonly dimension: number; readonly kl: number; readonly row: Raster }[];
  /** Values of the latent variable in the columns of the traversal. */
  readonly traversalValues: readonly number[];
  /** KL of each latent dimension, nats. */
  readonly dimensionKl: readonly number[];
}

/** One page that needs no other file and no network. */
export function report(content: ReportContent): string {
  const { summary } = content;
  const title = `A VAE on ${summary.data}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}, seed ${summary.seed}</title>
<style>${STYLE}</style>
<main>
<header>
<h1>${escape(title)}</h1>
<p>${escape(introduction(summary))}</p>
</header>
${figures(summary)}
${curves(content)}
${samples(content)}
${latent(content)}
${settings(content)}
</main>
</html>
`;
}

function introduction(summary: Summary): string {
  const images = `${count(summary.trainImages)} images`;
  const passes = `${summary.epochs} ${summary.epochs === 1 ? 'epoch' : 'epochs'}`;
  return (
    `${summary.latent} latent dimensions, ${count(summary.parameters)} parameters, ` +
    `trained on ${images} for ${passes}.`
  );
}

function figures(summary: Summary): string {
  const cards: [string, string, string][] = [
    [
      'Test bound',
      withError(summary.testBound, summary.testBoundError),
      `nats per image; ELBO over ${count(summary.testImages)} test images, ${summary.testBoundSamples} samples each`,
    ],
  ];
  if (summary.testNll !== null)
    cards.push([
      'Test −log p(x)',
      withError(summary.testNll, summary.testNllError ?? 0),
      `nats per image; ${summary.testNllSamples} importance samples, first ${count(summary.testNllImages)} test images`,
    ]);
  cards.push(
    ['Training bound', nats(summary.trainBound), 'nats per image; mean of the last epoch'],
    [
      'Active dimensions',
      `${summary.activeDimensions} of ${summary.latent}`,
      'whose KL from the prior exceeds 0.01 nats',
    ],
    [
      'Training time',
      duration(summary.trainSeconds),
      `${count(summary.imagesPerSecond)} images/s on ${summary.backend}`,
    ],
  );
  const items = cards.map(
    ([name, value, note]) =>
      `<div><dt>${escape(name)}</dt><dd><strong>${figure(value)}</strong><small>${escape(note)}</small></dd></div>`,
  );
  return `<dl class="figures">${items.join('\n')}</dl>`;
}

function curves({ history }: ReportContent): string {
  const terms = [
    ['bound', 'Bound', 'reconstruction minus KL; higher is better'],
    ['reconstruction', 'Reconstruction', 'E log p(x | z)'],
    ['kl', 'KL', 'of q(z | x) from the prior'],
  ] as const;
  const charts = terms.map(
    ([term, name, note]) =>
      `<figure><figcaption><b>${name}</b> ${note}</figcaption>${curve(history, term, name)}</figure>`,
  );
  const validation = history.some((point) => point.validation) ? ' <i class="validation"></i>validation' : '';
  return `<section>
<h2>Training</h2>
<p class="legend"><i class="train"></i>training${validation}; nats per image</p>
<div class="charts">${charts.join('\n')}</div>
</section>`;
}

function samples({ samples, reconstructions }: ReportContent): string {
  return `<section class="pair">
<div>
<h2>Samples</h2>
<p>Decoded from draws of the prior. The grey of a pixel is its probability.</p>
${image(samples, 'Samples of the model')}
</div>
<div>
<h2>Reconstructions</h2>
<p>Test images, and below each what the model makes of it by the mean of q(z | x).</p>
<div class="stack">${reconstructions.map((pair) => image(pair, 'Test images above their reconstructions')).join('')}</div>
</div>
</section>`;
}

function latent({ traversal, traversalValues, dimensionKl }: ReportContent): string {
  const rows = traversal.map(
    ({ dimension, kl, row }) =>
      `<tr><th scope="row">z<sub>${dimension + 1}</sub><small>${nats(kl)} nats</small></th>` +
      `<td>${image(row, `Dimension ${dimension + 1} from ${traversalValues.at(0)} to ${traversalValues.at(-1)}`)}</td></tr>`,
  );
  const ticks = traversalValues.map((value) => `<span>${escape(signed(value))}</span>`);
  return `<section>
<h2>Latent space</h2>
<p>One latent variable at a time moves along its prior, in standard deviations; the others stay at the posterior mean of a
test image. Shown are the dimensions of largest KL.</p>
<div class="latent">
<table class="traversal">
<colgroup><col><col></colgroup>
<thead><tr><th></th><td><div class="ticks">${ticks.join('')}</div></td></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<figure><figcaption><b>KL by dimension</b> nats, mean over test images</figcaption>${klBars(dimensionKl)}</figure>
</div>
</section>`;
}

function settings({ settings, command }: ReportContent): string {
  const rows = settings.map(
    ([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td></tr>`,
  );
  return `<section>
<h2>Settings</h2>
<table class="settings">
${rows.join('\n')}
</table>
<p>The same numbers again:</p>
<pre><code>${escape(command)}</code></pre>
</section>`;
}

/** `−98.21 ± 0.31` with its error in a quieter hand. */
function figure(value: string): string {
  const [number = '', error] = value.split(' ± ');
  return error === undefined ? escape(number) : `${escape(number)} <i>± ${escape(error)}</i>`;
}

/** The raster at whole pixels, at most twice its size where there is room. */
function image(raster: Raster, alt: string): string {
  return `<img ${attributes({ src: pngUri(raster), alt, width: 2 * raster.width, height: 2 * raster.height })}>`;
}
