import type { Data } from './load-data';
import { count } from './numbers';
import { DEFAULTS } from './setting-rows';
import { DEFAULT_GLYPHS, flagOf, type Settings, usualReportEvery, usualValidation } from './settings';

/** The settings as rows of a table for people. */
export function settingRows(settings: Settings, { train, validation, test }: Data): [string, string][] {
  const held = validation ? `, ${count(validation.shape[0])} held out for validation` : '';
  const widths = [settings.latent, ...[...settings.hidden].reverse()];
  const pixels = train.shape.slice(1).reduce((a, b) => a * b, 1);
  return [
    ['Data', settings.data],
    ['Images', `${count(train.shape[0])} to train on${held}, ${count(test.shape[0])} to test on`],
    ['Network', [pixels, ...settings.hidden, ...widths, pixels].join('–')],
    ['Latent variables', `${settings.latent}, standard normal prior, diagonal normal posterior`],
    ['Pixels', 'Bernoulli; binarised anew in every epoch'],
    ['Optimiser', `Adam, learning rate ${settings.learningRate}, ${settings.schedule}`],
    ['Epochs', `${settings.epochs}, in batches of ${settings.batch}`],
    ...(settings.patience > 0
      ? [['Early stopping', `after ${settings.patience} epochs without a better validation bound`] as [string, string]]
      : []),
    ['Seed', String(settings.seed)],
  ];
}

/** The shortest command line that gives these settings. */
export function commandLine(settings: Settings): string {
  const { limit, validation, reportEvery, ...rest } = settings;
  const words = (Object.keys(rest) as (keyof typeof rest)[])
    .filter((name) => String(rest[name]) !== String(DEFAULTS[name]))
    .flatMap((name) => [flagOf(name), quoted(String(rest[name]))]);
  if (settings.data !== 'glyphs' || limit !== DEFAULT_GLYPHS) words.push('--limit', String(limit));
  if (validation !== usualValidation(limit)) words.push('--validation', String(validation));
  if (reportEvery !== usualReportEvery(limit - validation, settings.batch))
    words.push('--report-every', String(reportEvery));
  return ['npm start', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}

function quoted(word: string): string {
  return /^[\w./,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
