import { resolve } from 'node:path';
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
  [['--backend', 'gpu'], "--backend: expected one of auto, wasm, cpu, got 'gpu'."],
  [['--seed', '1e99'], "--seed: expected a whole number from 0 to 9007199254740991, got '1e99'."],
  [['--epoch', '3'], "unknown option '--epoch' (Did you mean --epochs?)"],
  [['--epochs'], "option '--epochs <n>' argument missing"],
  [['glyphs'], "expected options only, got 'glyphs'"],
  [['--download', '--data', 'glyphs'], '--download: fetches MNIST'],
  [['--resume', '--overwrite'], '--overwrite: a run cannot be resumed'],
  [['--out', ''], '--out: expected a path'],
])('%j is refused', (args, message) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ name: 'UsageError' }) as Error);
  expect(() => parse(...args)).toThrow(message);
});

test('help names every option once', () => {
  let help = '';
  const print = () => parseOptions(['--help'], '1.2.3', (text) => (help += text));
  expect(print).toThrow(CommanderError);
  for (const name of ['data', 'download', 'epochs', 'batch', 'latent', 'hidden', 'learning-rate', 'schedule', 'seed'])
    expect(help.match(new RegExp(`^  --${name}\\b`, 'gm')), name).toHaveLength(1);
  for (const name of ['backend', 'out', 'resume', 'limit', 'validation', 'patience', 'test-samples', 'nll-samples'])
    expect(help.match(new RegExp(`^  --${name}\\b`, 'gm')), name).toHaveLength(1);
  expect(help).toMatch(/--epochs <n>\s.*\(≥ 1\) \(default: 20\)/);
});
