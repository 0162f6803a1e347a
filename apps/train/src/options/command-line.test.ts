import { isAdversarial, type ModelName, type NetworkName } from '@jensenjs/app-models';
import { expect, test } from 'vitest';
import { commandLine } from './command-line';
import { defaultsFor } from './defaults';
import { parseOptions } from './options';
import { conflicts, type Settings, usualReportEvery } from './settings';

const usual: Settings = { ...defaultsFor(), limit: 20_000, validation: 1000, reportEvery: 15 };

test('the usual settings take no options', () => {
  expect(commandLine(usual, 'wasm', 'compiled')).toBe('npm start');
});

test.each<[ModelName, NetworkName, string]>([
  ['vae', 'conv', '--network conv'],
  ['conditional-vae', 'mlp', '--model conditional-vae'],
  ['gan', 'conv', '--model gan'],
  ['conditional-gan', 'mlp', '--model conditional-gan --network mlp'],
])('the usual settings of %s %s take those two at most', (model, network, words) => {
  const defaults = defaultsFor(model, network);
  const validation = isAdversarial(model) ? 0 : 1000;
  const reportEvery = usualReportEvery(usual.limit - validation, defaults.batch);
  expect(commandLine({ ...usual, ...defaults, validation, reportEvery }, 'wasm', 'compiled')).toBe(
    `npm start -- ${words}`,
  );
});

test('the command line gives the settings back', () => {
  const settings: Settings = {
    ...usual,
    data: '/some where',
    limit: 300,
    validation: 7,
    hidden: [30, 20],
    seed: 5,
    reportEvery: 2,
    estimator: 'iwae',
    importanceSamples: 7,
  };
  const command = commandLine(settings, 'wasm', 'compiled');
  expect(command).toContain("--data '/some where'");
  const words = command.replaceAll("'", '').replace('/some where', '/some_where').split(' ').slice(3);
  const { given } = parseOptions(words, '', () => {});
  expect({ ...defaultsFor(), ...given }).toEqual({ ...settings, data: '/some_where' });
});

test('another backend or engine than the usual one is named', () => {
  expect(commandLine(usual, 'cpu', 'compiled')).toBe('npm start -- --backend cpu');
  expect(commandLine(usual, 'wasm', 'eager')).toBe('npm start -- --engine eager');
});

test('conflicts name the option, what was given and what the run has', () => {
  expect(conflicts({ latent: 2, hidden: [400], seed: 1, epochs: 99, nllSamples: 5 }, usual)).toEqual([
    '--latent 2 (the run has 20)',
  ]);
  expect(conflicts({ hidden: [40, 30], learningRate: 0.1, model: 'gan' }, usual)).toEqual([
    '--hidden 40,30 (the run has 400)',
    '--learning-rate 0.1 (the run has 0.002)',
    '--model gan (the run has vae)',
  ]);
});
