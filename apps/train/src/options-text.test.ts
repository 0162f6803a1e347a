import { expect, test } from 'vitest';
import { parseOptions } from './options';
import { DEFAULTS } from './setting-rows';
import { commandLine } from './options-text';
import { conflicts } from './settings';

const usual = { ...DEFAULTS, limit: 20_000, validation: 1000, reportEvery: 15 };

test('the usual settings take no options', () => {
  expect(commandLine(usual)).toBe('npm start');
});

test('the command line gives the settings back', () => {
  const settings = {
    ...usual,
    data: '/some where',
    limit: 300,
    validation: 7,
    hidden: [30, 20],
    seed: 5,
    reportEvery: 2,
  };
  const command = commandLine(settings);
  expect(command).toContain("--data '/some where'");
  const words = command.replaceAll("'", '').replace('/some where', '/some_where').split(' ').slice(3);
  const { given } = parseOptions(words, '', () => {});
  expect({ ...DEFAULTS, ...given }).toEqual({ ...settings, data: '/some_where' });
});

test('conflicts name the option, what was given and what the run has', () => {
  expect(conflicts({ latent: 2, hidden: [400], seed: 1, epochs: 99, nllSamples: 5 }, usual)).toEqual([
    '--latent 2 (the run has 20)',
  ]);
  expect(conflicts({ hidden: [40, 30], learningRate: 0.1 }, usual)).toEqual([
    '--hidden 40,30 (the run has 400)',
    '--learning-rate 0.1 (the run has 0.002)',
  ]);
});
