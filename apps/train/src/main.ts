#!/usr/bin/env node
import { CommanderError } from 'commander';
import picocolors from 'picocolors';
import { version } from '../package.json';
import { exitCodeOf, explain } from './failure';
import { parseExport } from './export/export-options';
import { parseOptions } from './options/options';
import { colourDepth } from './pictures/preview';
import { onInterrupt } from './signals';

// A reader that went away, as `head` does, is no reason to lose the run: it goes on unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

try {
  const [first, ...rest] = process.argv.slice(2);
  const print = (text: string): void => {
    process.stdout.write(text);
  };
  if (first === 'export') {
    const request = parseExport(rest, print);
    const { exportRun } = await import('./export/export-run');
    await exportRun(request, (line) => print(`${line}\n`));
  } else await trainAsAsked(print);
} catch (error) {
  const { red } = picocolors.createColors(colourDepth(process.stderr, process.env) !== 'none');
  if (!(error instanceof CommanderError)) process.stderr.write(`${explain(error, red)}\n`);
  process.exitCode = exitCodeOf(error);
}

async function trainAsAsked(print: (text: string) => void): Promise<void> {
  const options = parseOptions(process.argv.slice(2), version, print);
  const signal = onInterrupt((line) => process.stderr.write(`${line}\n`));
  // Loaded only now, so that help and refusals come sooner.
  const { run } = await import('./run');
  await run({ options, version, signal });
}
