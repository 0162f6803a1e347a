import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { gameCharts } from '../adversarial/game-charts';
import { png } from '../pictures/png';
import { tile } from '../pictures/raster';
import { boundCharts } from '../variational/bound-charts';
import { curves } from './curves';
import { gallery, samples, stack } from './gallery';
import { latentSpace } from './latent-space';
import { moments } from './moments';
import { page } from './page';
import { walk } from './walk';

const raster = tile({ count: 1, height: 2, width: 2, pixels: new Float32Array(4) }, { columns: 1 });
const sheet = { count: 100, height: 2, width: 2, pixels: new Float32Array(400) };
const train = {
  'model/bound': -130,
  'model/reconstruction': -110,
  'model/kl': 20,
  'discriminator/loss': 1.2,
  'discriminator/real': 0.6,
  'discriminator/fake': 0.4,
  'generator/loss': 0.9,
};
const validation = { bound: -131, reconstruction: -111, kl: 20 };
const history = (points: number) =>
  Array.from({ length: points }, (_, i) => ({ step: 10 * (i + 1), epoch: i + 1, train }));

function parse(sections: readonly string[]) {
  const html = page({
    title: 'A VAE on <mnist>',
    seed: 1,
    introduction: 'a & b',
    cards: [{ name: 'Test bound', value: '−121.25 ± 0.50', note: 'nats <per> image' }],
    sections,
    settings: [['Data', 'a & b']],
    command: "npm start -- --data 'x'",
  });
  const window = new Window();
  // happy-dom loses its way in the charts.
  window.document.write(html.replaceAll(/<svg .*?<\/svg>/gs, ''));
  return { html, document: window.document };
}

const everything = [
  curves(boundCharts(history(2), 1), 'nats'),
  curves(gameCharts(history(2), 'hinge'), ''),
  gallery([
    { title: 'Samples', note: 'of <it>', body: samples(sheet, { conditional: true }) },
    { title: 'Reconstructions', note: '', body: stack([raster, raster], 'pairs') },
  ]),
  walk({ frames: raster, count: 2 }, 'along an arc'),
  moments([{ epoch: 3, png: png(raster) }]),
  latentSpace({ traversal: [{ dimension: 1, kl: 3, row: raster }], values: [-3, 0, 3], dimensionKl: [1, 3] }),
];

test('the page needs no other file and no script', () => {
  const { html } = parse(everything);
  expect(html.match(/(src|href)="(?!data:image\/png;base64,)[^"]*"/g)).toBeNull();
  expect(html).not.toMatch(/https?:|<script|@import|url\((?!#plot-clip)/);
});

test('it shows what it was given, with text escaped and words for every picture', () => {
  const { html, document } = parse(everything);
  // Three terms of the bound, two charts of the game, the bars.
  expect(html.match(/<svg /g)).toHaveLength(6);
  // Ten labels, two pairs, the film, the moment, the traversal.
  expect(document.querySelectorAll('img')).toHaveLength(15);
  for (const image of document.querySelectorAll('img')) expect(image.getAttribute('alt')).not.toBe('');
  expect(document.querySelector('h1')?.textContent).toBe('A VAE on <mnist>');
  expect(document.querySelector('header p')?.textContent).toBe('a & b');
  expect(document.querySelector('.figures')?.textContent).toContain('−121.25 ± 0.50nats <per> image');
  expect(document.querySelector('.settings')?.textContent).toContain('a & b');
  expect([...document.querySelectorAll('.labels th')].map((cell) => cell.textContent).join('')).toBe('0123456789');
  expect(document.querySelector('.moments')?.textContent).toContain('epoch 3');
});

test('charts that share their legend have one, others have their own', () => {
  const legends = (charts: Parameters<typeof curves>[0]) => {
    const { document } = parse([curves(charts, 'nats')]);
    return [...document.querySelectorAll('.legend')].map((legend) => legend.textContent.trim());
  };
  const points = history(2).map((point) => ({ ...point, validation }));
  expect(legends(boundCharts(points, 1))).toEqual(['training validation nats']);
  expect(legends(gameCharts(history(2), 'minimax'))).toEqual(['nats', 'D(x) D(G(z))', 'discriminator generator']);
});

test('a probability has its whole axis and a line at one half', () => {
  const lines = (loss: 'minimax' | 'hinge') => curves(gameCharts(history(3), loss), '').match(/stroke-dasharray/g);
  expect(lines('minimax')).toHaveLength(1);
  expect(curves(gameCharts(history(3), 'minimax'), '')).toContain('>1.0</text>');
});

test('a single point makes a page too', () => {
  expect(
    parse([curves(boundCharts(history(1), 5), ''), curves(gameCharts(history(1), 'minimax'), '')]).html,
  ).not.toMatch(/NaN|Infinity/);
});
