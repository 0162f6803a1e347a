#!/usr/bin/env node
import { CommanderError } from 'commander';
import picocolors from 'picocolors';
import { version } from '../package.json';
import { exitCodeOf, explain } from './failure';
import { parseOptions } from './options/options';
import { colourDepth } from './pictures/preview';
import { onInterrupt } from './signals';

// A reader that went away, as `head` does, is no reason to lose the run: it goes on unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

try {
  const options = parseOptions(process.argv.slice(2), version, (text) => process.stdout.write(text));
  const signal = onInterrupt((line) => process.stderr.write(`${line}\n`));
  // Loaded only now, so that help and refusals come sooner.
  const { run } = await import('./run');
  await run({ options, version, signal });
} catch (error) {
  const { red } = picocolors.createColors(colourDepth(process.stderr, process.env) !== 'none');
  if (!(error instanceof CommanderError)) process.stderr.write(`${explain(error, red)}\n`);
  process.exitCode = exitCodeOf(error);
}
