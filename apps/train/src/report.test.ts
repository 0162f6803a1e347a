import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { tile } from './raster';
import { report } from './report';
import type { Summary } from './summary';

const summary: Summary = {
  data: '<mnist>',
  engine: 'eager',
  backend: 'cpu',
  seed: 1,
  version: '0.0.0',
  epochs: 2,
  steps: 20,
  batch: 128,
  latent: 2,
  hidden: '400',
  learningRate: 1e-3,
  schedule: 'constant',
  trainImages: 2560,
  validationImages: 0,
  testImages: 100,
  parameters: 12345,
  stopReason: 'epochs',
  seconds: 70,
  trainSeconds: 61,
  imagesPerSecond: 3210,
  trainBound: -120.5,
  trainReconstruction: -100,
  trainKl: 20.5,
  validationBound: null,
  testBound: -121.25,
  testBoundError: 0.5,
  testBoundSamples: 10,
  testNll: null,
  testNllError: null,
  testNllSamples: 100,
  testNllImages: 0,
  activeDimensions: 2,
};
const raster = tile({ count: 1, height: 2, width: 2, pixels: new Float32Array(4) }, { columns: 1 });
const terms = { bound: -130, reconstruction: -110, kl: 20 };

function page(changes: Partial<Summary> = {}, points = 2) {
  const html = report({
    summary: { ...summary, ...changes },
    history: Array.from({ length: points }, (_, i) => ({ step: 10 * (i + 1), epoch: i + 1, train: terms })),
    settings: [['Data', 'a & b']],
    command: "npm start -- --data 'x'",
    samples: raster,
    reconstructions: [raster, raster],
    traversal: [{ dimension: 1, kl: 3, row: raster }],
    traversalValues: [-3, 0, 3],
    dimensionKl: [1, 3],
  });
  const window = new Window();
  // happy-dom loses its way in the charts.
  window.document.write(html.replaceAll(/<svg .*?<\/svg>/gs, ''));
  return { html, document: window.document };
}

test('the page needs no other file', () => {
  const { html } = page();
  expect(html.match(/(src|href)="(?!data:image\/png;base64,)[^"]*"/g)).toBeNull();
  expect(html).not.toMatch(/https?:|<script|@import|url\((?!#plot-clip)/);
});

test('it shows three curves, the bars, every picture and the figures, with text escaped', () => {
  const { html, document } = page();
  expect(html.match(/<svg /g)).toHaveLength(4);
  expect(document.querySelectorAll('img')).toHaveLength(4);
  for (const image of document.querySelectorAll('img')) expect(image.getAttribute('alt')).not.toBe('');
  expect(document.querySelector('h1')?.textContent).toBe('A VAE on <mnist>');
  expect(document.querySelector('.figures')?.textContent).toContain('−121.25 ± 0.50');
  expect(document.querySelector('.settings')?.textContent).toContain('a & b');
  expect(html.match(/stroke="var\(--train\)"/g)).toHaveLength(3);
});

test('a likelihood is shown when it was estimated', () => {
  expect(page().document.body.textContent).not.toContain('−log p(x)');
  expect(page({ testNll: 118, testNllError: 0.6, testNllImages: 50 }).document.body.textContent).toContain(
    '118.00 ± 0.60',
  );
});

test('a single point makes a page too', () => {
  expect(page({}, 1).html).not.toMatch(/NaN|Infinity/);
});
