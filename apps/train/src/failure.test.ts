import { DataError } from '@jensenjs/core';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { exitCodeOf, explain, Interrupted, UsageError } from './failure';

const mark = (word: string) => `<${word}>`;

test('foreseen errors are explained without a trace, others with one', () => {
  expect(explain(new DataError('file', 'is damaged.'), mark)).toBe('<error:> file: is damaged.');
  expect(explain(new UsageError('--x: no.'), mark)).toBe('<error:> --x: no.\nnpm start -- --help lists the options.');
  expect(explain(new Interrupted(130), mark)).toBe('Stopped.');
  expect(explain(new TypeError('oops'), mark)).toMatch(/^<error:> TypeError: oops\n +at /);
  expect(explain('text', mark)).toBe('<error:> text');
});

test('exit codes', () => {
  expect(exitCodeOf(new UsageError(''))).toBe(2);
  expect(exitCodeOf(new Interrupted(143))).toBe(143);
  expect(exitCodeOf(new DataError('', ''))).toBe(1);
  expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', ''))).toBe(0);
});
