import { usualNetwork } from '@jensenjs/app-models';
import { applies } from './applies';
import { defaultsFor } from './defaults';
import { DEFAULT_GLYPHS, flagOf, type Settings, usualReportEvery, usualValidation } from './settings';

/** What `--backend auto` takes wherever it works. */
const USUAL_BACKEND = 'wasm';
/** And `--engine auto`. */
const USUAL_ENGINE = 'compiled';

/** The shortest command line that gives these settings, on this backend and engine: another one rounds otherwise. */
export function commandLine(settings: Settings, backend: string, engine: string): string {
  const { limit, validation } = settings;
  const words: string[] = [];
  const give = (name: keyof Settings, usual: unknown): void => {
    const value = String(settings[name]);
    if (value !== String(usual) && applies(name, settings)) words.push(flagOf(name), quoted(value));
  };
  // Relative to these are the others usual.
  give('model', 'vae');
  give('network', usualNetwork(settings.model));
  const usual = defaultsFor(settings.model, settings.network);
  for (const name of Object.keys(usual) as (keyof typeof usual)[]) give(name, usual[name]);
  give('limit', settings.data === 'glyphs' ? DEFAULT_GLYPHS : undefined);
  give('validation', usualValidation(limit));
  give('reportEvery', usualReportEvery(limit - validation, settings.batch));
  if (backend !== USUAL_BACKEND) words.push('--backend', backend);
  if (engine !== USUAL_ENGINE) words.push('--engine', engine);
  return ['npm start', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}

function quoted(word: string): string {
  return /^[\w./,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
