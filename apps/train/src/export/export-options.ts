import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { UsageError } from '../failure';
import { nonEmpty } from '../options/parse';
import type { ExportRequest } from './export-run';

/** Reads the command line behind `export`. @throws UsageError, and a CommanderError of code 0 once help was printed. */
export function parseExport(args: readonly string[], write: (text: string) => void): ExportRequest {
  const program = new Command('npm start -- export')
    .description('Writes a part of a trained model as an ONNX file, which other programs and languages run.')
    .argument('<run>', 'the folder of a run, or one of its checkpoints')
    .option('--part <name>', 'VAEs: decoder (the usual) or encoder; GANs: generator (the usual) or discriminator')
    .option('--out <FILE>', "the file (default: the part's name, beside the checkpoint)")
    .helpOption('-h, --help', 'print this help')
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .exitOverride();
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0)
      throw new UsageError(`export: ${error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')}`);
    throw error;
  }
  const { part, out } = program.opts<{ part?: string; out?: string }>();
  return {
    run: resolve(nonEmpty('export', program.args[0] ?? '')),
    part,
    ...(out !== undefined && { out: resolve(nonEmpty('--out', out)) }),
  };
}
