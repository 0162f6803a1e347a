import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { openRun } from '@jensenjs/app-models';
import { cpu } from '@jensenjs/backend-cpu';
import { exportOnnx } from '@jensenjs/compile';
import { useBackend } from '@jensenjs/core';
import { UsageError } from '../failure';
import { filesOf, write } from '../files';
import { modelName } from '../options/describe';
import { partsOf } from './parts';

export interface ExportRequest {
  /** A run's folder, or one of its checkpoints. */
  readonly run: string;
  /** The usual one of the model when left out. */
  readonly part?: string | undefined;
  /** Path of the file; named for the part, beside the checkpoint, when left out. */
  readonly out?: string | undefined;
}

/** Writes a part of a trained model as an ONNX file and says what it is. @throws UsageError, DataError */
export async function exportRun({ run, part, out }: ExportRequest, say: (line: string) => void): Promise<void> {
  const path = await checkpointOf(run);
  await useBackend(cpu());
  const { built, stored, checkpoint } = await openRun(await readFile(path), path);
  try {
    const parts = partsOf(built);
    const [usual = ''] = Object.keys(parts);
    const name = part ?? usual;
    const chosen = parts[name];
    if (!chosen)
      throw new UsageError(
        `--part: a ${stored.settings.model} has ${Object.keys(parts).join(' and ')}, got '${name}'. Give one of them.`,
      );
    const { fn, spec, about } = chosen;
    const bytes = await exportOnnx(fn, spec, {
      description: `${name} of a ${modelName(stored.settings)}, after ${checkpoint.step} steps: ${about}`,
    });
    const file = out ?? join(dirname(path), `${name}.onnx`);
    await write(file, bytes);
    say(`${name}, ${about}`);
    for (const [input, { shape }] of Object.entries(spec)) say(`input       ${input} float32 [${shape.join(', ')}]`);
    say(`written to  ${file}`);
  } finally {
    built.dispose();
  }
}

async function checkpointOf(run: string): Promise<string> {
  const status = await stat(run).catch(() => undefined);
  if (!status) throw new UsageError(`export: there is no ${run}. Give the folder of a run, or its checkpoint.`);
  const path = status.isDirectory() ? filesOf(run).checkpoint : run;
  if (status.isDirectory() && !(await stat(path).catch(() => undefined)))
    throw new UsageError(`export: ${run} holds no ${basename(path)}. Give the folder of a run, or its checkpoint.`);
  if (extname(path) !== '.safetensors')
    throw new UsageError(`export: ${path} is no checkpoint. Give a .safetensors file, or the folder of a run.`);
  return path;
}
