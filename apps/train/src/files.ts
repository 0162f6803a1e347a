import { access, constants, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@jensenjs/core';
import { makeFolder, writeAtomic } from '@jensenjs/train/node';
import { UsageError } from './failure';

const MOMENTS = 'samples';

/** The files of a run, by the folder that holds them. */
export function filesOf(folder: string) {
  return {
    folder,
    checkpoint: join(folder, 'checkpoint.safetensors'),
    metrics: join(folder, 'metrics.jsonl'),
    samples: join(folder, 'samples.png'),
    report: join(folder, 'report.html'),
    summary: join(folder, 'summary.json'),
    /** What a GAN drew at the end of an epoch. */
    moment: (epoch: number): string => join(folder, MOMENTS, `epoch-${String(epoch).padStart(4, '0')}.png`),
  } as const;
}

export type RunFiles = ReturnType<typeof filesOf>;

/** Writes the whole file or nothing. @throws DataError */
export async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeAtomic(path, content);
  } catch (cause) {
    throw new DataError(path, `cannot be written (${(cause as Error).message}). Make room, then go on by --resume.`, {
      cause,
    });
  }
}

/** Whether a folder holds files of a run. */
export async function holdsRun(folder: string): Promise<boolean> {
  return (await Promise.all(single(folder).map(exists))).includes(true);
}

/** Removes the files of a run and nothing else. */
export async function removeRun(folder: string): Promise<void> {
  const below = async (part: string, pattern: RegExp): Promise<string[]> => {
    const names = await readdir(join(folder, part)).catch(() => []);
    return names.filter((name) => pattern.test(name)).map((name) => join(folder, part, name));
  };
  const paths = [
    ...single(folder),
    ...(await below('', /^checkpoint[.-].*safetensors$/)),
    ...(await below(MOMENTS, /^epoch-\d+\.png$/)),
  ];
  await Promise.all(paths.map((path) => rm(path, { force: true })));
  // Stays where it holds something else.
  await rmdir(join(folder, MOMENTS)).catch(() => {});
}

/** The files that every run has one of. */
function single(folder: string): string[] {
  const { checkpoint, metrics, samples, report, summary } = filesOf(folder);
  return [checkpoint, metrics, samples, report, summary];
}

/** Makes the folder and proves that a file can be written into it. @throws UsageError */
export async function claimFolder(folder: string): Promise<void> {
  const probe = join(folder, `.write-test-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new UsageError(`--out: cannot write into ${folder} (${reason(error)}). Choose another folder.`);
  }
}

/** `base`, or `base-2`, `base-3`, … where that exists already. */
export async function freeFolder(base: string): Promise<string> {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? base : `${base}-${n}`;
    if (!(await exists(folder))) return folder;
  }
}

/** The folder below `parent` in which a checkpoint was written last. */
export async function latestRun(parent: string): Promise<string | undefined> {
  let latest: { folder: string; time: number } | undefined;
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    // A run that was killed while its checkpoints were rotated has only the one before.
    for (const checkpoint of [filesOf(folder).checkpoint, join(folder, 'checkpoint.1.safetensors')]) {
      const time = await stat(checkpoint).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      );
      if (time !== undefined && (!latest || time > latest.time)) latest = { folder, time };
    }
  }
  return latest?.folder;
}

export function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** What the system says of a failure: `permission denied` rather than a trace. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/, '');
}
