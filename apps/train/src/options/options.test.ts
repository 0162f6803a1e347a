import { resolve } from 'node:path';
import { isConditional, MODELS, NETWORKS, usualSettings } from '@jensenjs/app-models';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { parseOptions } from './options';

const parse = (...args: string[]) => parseOptions(args, '1.2.3', () => {});

test('only what was given counts as given', () => {
  expect(parse().given).toEqual({});
  expect(parse('--epochs', '3', '--hidden', '500,300', '--learning-rate', '3e-4').given).toEqual({
    epochs: 3,
    hidden: [500, 300],
    learningRate: 3e-4,
  });
});

test('paths become absolute, glyphs stays a word', () => {
  const options = parse('--data', 'some/where', '--out', 'there', '--resume');
  expect(options.given.data).toBe(resolve('some/where'));
  expect(options.out).toBe(resolve('there'));
  expect(options.resume).toBe(true);
  expect(parse('--data', 'glyphs').given.data).toBe('glyphs');
});

test.each([
  [['--epochs', '0'], "--epochs: expected a whole number from 1 to 1000000, got '0'."],
  [['--epochs', '1.5'], "--epochs: expected a whole number from 1 to 1000000, got '1.5'."],
  [['--limit', '0'], "--limit: expected a whole number from 1 to 1000000, got '0'."],
  [['--batch', '-1'], "--batch: expected a whole number from 1 to 1000000, got '-1'."],
  [['--hidden', '10,x'], "--hidden: expected a whole number from 1 to 16384, got 'x'."],
  [['--learning-rate', 'NaN'], "--learning-rate: expected a number above 0, at most 1, got 'NaN'."],
  [['--learning-rate', '0'], "--learning-rate: expected a number above 0, at most 1, got '0'."],
  [['--backend', 'gpu'], "--backend: expected one of auto, wasm, cpu, node, got 'gpu'."],
  [['--seed', '1e99'], "--seed: expected a whole number from 0 to 9007199254740991, got '1e99'."],
  [['--epoch', '3'], "unknown option '--epoch' (Did you mean --epochs?)"],
  [['--epochs'], "option '--epochs <n>' argument missing"],
  [['glyphs'], "expected options only, got 'glyphs'"],
  [['--download', '--data', 'glyphs'], '--download: fetches MNIST'],
  [['--resume', '--overwrite'], '--overwrite: a run cannot be resumed'],
  [['--out', ''], '--out: expected a path'],
  [['--model', 'rbm'], "--model: expected one of vae, conditional-vae, gan, conditional-gan, got 'rbm'."],
  [['--network', 'cnn'], "--network: expected one of mlp, conv, got 'cnn'."],
  [
    ['--model', 'gan', '--estimator', 'iwae'],
    '--estimator: is for --model vae and conditional-vae, and this is --model gan',
  ],
  [['--importance-samples', '9'], '--importance-samples: is for --model vae and conditional-vae with --estimator iwae'],
  [['--loss', 'hinge'], '--loss: is for --model gan and conditional-gan, and this is --model vae --network mlp'],
  [['--channels', '8'], '--channels: is for --network conv, and this is --model vae --network mlp'],
  [['--model', 'gan', '--hidden', '8'], '--hidden: is for --network mlp, and'],
  [['--model', 'gan', '--validation', '0'], '--validation: is for --model vae'],
  [['--model', 'conditional-gan', '--patience', '3'], '--patience: is for --model vae'],
  [['--model', 'gan', '--nll-samples', '5'], '--nll-samples: is for --model vae'],
  [['--model', 'gan', '--nll-images', '0'], '--nll-images: is for --model vae'],
  [['--model', 'gan', '--test-samples', '5'], '--test-samples: is for --model vae'],
])('%j is refused', (args, message) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ name: 'UsageError' }) as Error);
  expect(() => parse(...args)).toThrow(message);
});

test('options that another brings into use are taken with it, and may be of any use in a resumed run', () => {
  expect(parse('--estimator', 'iwae', '--importance-samples', '9').given.importanceSamples).toBe(9);
  expect(parse('--network', 'conv', '--hidden', '64', '--channels', '8,16').given.channels).toEqual([8, 16]);
  expect(parse('--model', 'conditional-gan', '--network', 'mlp', '--loss', 'hinge', '--hidden', '8').given.loss).toBe(
    'hinge',
  );
  expect(parse('--resume', '--loss', 'hinge').given).toEqual({ loss: 'hinge' });
});

test('help names every option once', () => {
  let help = '';
  const print = () => parseOptions(['--help'], '1.2.3', (text) => (help += text));
  expect(print).toThrow(CommanderError);
  for (const name of ['data', 'download', 'epochs', 'batch', 'latent', 'hidden', 'learning-rate', 'schedule', 'seed'])
    expect(help.match(new RegExp(`^  --${name}\\b`, 'gm')), name).toHaveLength(1);
  for (const name of ['backend', 'out', 'resume', 'limit', 'validation', 'patience', 'test-samples', 'nll-samples'])
    expect(help.match(new RegExp(`^  --${name}\\b`, 'gm')), name).toHaveLength(1);
  for (const name of ['model', 'network', 'estimator', 'importance-samples', 'loss', 'channels'])
    expect(help.match(new RegExp(`^  --${name}\\b`, 'gm')), name).toHaveLength(1);
  const defaultOf = (name: string) =>
    new RegExp(`--${name} <.*?\\(default: (.*?)\\) --`).exec(help.replace(/\s+/g, ' '))?.[1];
  expect(defaultOf('loss')).toBe('non-saturating');
  expect(defaultOf('estimator')).toBe('elbo');
  expect(defaultOf('network')).toBe('vae mlp; gan conv');
  for (const [model, network] of MODELS.flatMap((model) => NETWORKS.map((network) => [model, network] as const))) {
    if (isConditional(model)) continue;
    const { epochs, latent } = usualSettings(model, network);
    expect(defaultOf('epochs')).toMatch(new RegExp(`\\b(${network} )?${model} ${epochs}\\b`));
    expect(defaultOf('latent')).toMatch(new RegExp(`\\b(${network} )?${model} ${latent}\\b`));
  }
});
