import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../failure';
import { refuseUseless } from './applies';
import { defaultsFor, describeDefault } from './defaults';
import { nonEmpty, oneOf } from './parse';
import { SETTING_ROWS } from './setting-rows';
import type { Settings } from './settings';

const BACKENDS = ['auto', 'wasm', 'cpu', 'node'] as const;
const ENGINES = ['auto', 'compiled', 'eager'] as const;

/** What the command line asks for. */
export interface Options {
  /** Settings that were given; the others have their defaults, or those of the resumed run. */
  readonly given: Partial<Settings>;
  readonly download: boolean;
  readonly backend: (typeof BACKENDS)[number];
  /** How training steps are executed: `auto` is compiled wherever ONNX Runtime works. */
  readonly engine: (typeof ENGINES)[number];
  /** Absolute path of the run's folder, where one was given. */
  readonly out: string | undefined;
  /** A run's folder or its checkpoint; true for the folder of `--out`, or the latest run. */
  readonly resume: string | true | undefined;
  readonly overwrite: boolean;
  readonly preview: 'end' | 'epochs' | 'never';
  readonly quiet: boolean;
}

/** Reads the command line. @throws UsageError, and a CommanderError of code 0 once help or version was printed. */
export function parseOptions(args: readonly string[], version: string, write: (text: string) => void): Options {
  const program = new Command('npm start --')
    .description(
      'Trains a variational auto-encoder or a generative adversarial network on images of digits and writes a report.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .allowExcessArguments(false)
    .exitOverride();
  for (const [name, row] of Object.entries(SETTING_ROWS)) {
    const usual = describeDefault(name as keyof Settings);
    program.addOption(
      new Option(row.flags, usual === undefined ? row.about : `${row.about} (default: ${usual})`).argParser(row.parse),
    );
  }
  const previews = ['end', 'epochs', 'never'] as const;
  program
    .option('--download', 'fetch MNIST into the directory of --data, or into a cache, unless it is there')
    .addOption(
      new Option('--backend <name>', `what computes (${BACKENDS.join(', ')})`)
        .argParser(oneOf('--backend', BACKENDS))
        .default('auto', 'auto'),
    )
    .addOption(
      new Option('--engine <name>', `how it trains: compiled by ONNX Runtime, or step by step (${ENGINES.join(', ')})`)
        .argParser(oneOf('--engine', ENGINES))
        .default('auto', 'auto: compiled where ONNX Runtime works'),
    )
    .option('--out <DIR>', 'folder for the results (default: out/<data>-seed<n>, numbered when that exists)')
    .option('--overwrite', 'replace a run that --out already holds')
    .option('--resume [RUN]', 'go on with a run: its folder or checkpoint (default: that of --out, else the latest)')
    .addOption(
      new Option('--preview <when>', `draw samples in the terminal (${previews.join(', ')})`)
        .argParser(oneOf('--preview', previews))
        .default('end', 'end'),
    )
    .option('--quiet', 'print nothing but the final figures and errors')
    .addHelpText('after', HELP_END);

  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.excessArguments')
      throw new UsageError(
        `expected options only, got '${program.args.join(' ')}'. npm keeps options for itself that do not follow a --, as in npm start -- --epochs 5.`,
      );
    if (error instanceof CommanderError && error.exitCode !== 0) throw new UsageError(plain(error.message));
    throw error;
  }
  const values = program.opts<Record<string, unknown>>();
  const given = Object.fromEntries(
    Object.keys(SETTING_ROWS)
      .filter((name) => program.getOptionValueSource(name) === 'cli')
      .map((name) => [name, values[name]]),
  ) as Partial<Settings>;
  const options: Options = {
    given,
    download: values.download === true,
    backend: values.backend as Options['backend'],
    engine: values.engine as Options['engine'],
    out: typeof values.out === 'string' ? resolve(nonEmpty('--out', values.out)) : undefined,
    resume:
      typeof values.resume === 'string' ? nonEmpty('--resume', values.resume) : (values.resume as true | undefined),
    overwrite: values.overwrite === true,
    preview: values.preview as Options['preview'],
    quiet: values.quiet === true,
  };
  refuseContradictions(options);
  return options;
}

function refuseContradictions({ given, download, resume, overwrite }: Options): void {
  if (download && given.data === 'glyphs')
    throw new UsageError('--download: fetches MNIST, but --data glyphs needs no files. Leave one of them out.');
  if (resume !== undefined && overwrite)
    throw new UsageError(
      '--overwrite: a run cannot be resumed and replaced at once. Leave out --resume or --overwrite.',
    );
  // A resumed run has its own settings, which decide.
  if (resume === undefined) refuseUseless(given, { ...defaultsFor(given.model, given.network), ...given });
  if ((given.patience ?? 0) > 0 && given.validation === 0)
    throw new UsageError(
      '--patience: needs a validation bound. Give --validation of 1 or more, or leave --patience out.',
    );
}

/** "error: unknown option '--epoch'\n(Did you mean --epochs?)" → "unknown option '--epoch' (Did you mean --epochs?)" */
function plain(message: string): string {
  return message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
}

const HELP_END = `
Results in the folder of the run: report.html, samples.png, metrics.jsonl, summary.json, checkpoint.safetensors; of a
GAN also samples/, what it drew on the way.

Examples:
  npm start                                        digits drawn by the program, about half a minute
  npm start -- --model conditional-gan             a digit of your choice, drawn by one of two players
  npm start -- --network conv --epochs 2           convolutional networks, which take longer
  npm start -- --download                          MNIST
  npm start -- --data DIR --latent 2 --seed 7      the IDX files in DIR
  npm start -- --resume                            go on with the latest run after an interruption
  npm start -- --resume out/glyphs-seed1 --epochs 30
  npm start -- export out/glyphs-seed1             the decoder as an ONNX file; see npm start -- export --help

Exit codes: 0 done, 1 failed, 2 wrong options, 130 interrupted by Ctrl-C, 143 by SIGTERM,
129 by a terminal that was closed.
`;
