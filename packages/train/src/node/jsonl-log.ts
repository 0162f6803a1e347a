import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '@jensenjs/core';
import type { Report } from '../loop/report';
import { makeFolder } from './make-folder';
import { writeAtomic } from './write-atomic';

/** A file with one JSON object per line for each report. */
export interface JsonlLog {
  /**
   * Appends a report, without its `stopReason`, and waits until it is on the disk. A report of a step that the file already
   * holds is left out.
   */
  readonly write: (report: Report) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a log of reports. Without `resumeAfterStep` it begins anew, replacing an earlier file. With it, lines up to that
 * step stay and those behind it are dropped, as are a line cut short by a crash and reports of an interrupted window: what
 * is then appended makes the file equal to that of a run that was never stopped.
 * @throws DataError when an earlier log cannot be read or holds something else than reports, or a line cannot be written.
 */
export async function jsonlLog(
  path: string,
  { resumeAfterStep }: { resumeAfterStep?: number } = {},
): Promise<JsonlLog> {
  await makeFolder(dirname(path));
  const kept = resumeAfterStep === undefined ? [] : await readLines(path, resumeAfterStep);
  await writeAtomic(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  let last = kept.at(-1)?.step ?? -1;
  const file = await open(path, 'a');
  return {
    write: async (report) => {
      if (report.step <= last) return;
      last = report.step;
      // Where a run ended is no matter of the step: it may go on.
      const { stopReason: _stopped, ...line } = report;
      try {
        // One call, so that a crash leaves whole lines and at most one part of a line.
        await file.appendFile(`${JSON.stringify(line, finite)}\n`);
        await file.datasync();
      } catch (cause) {
        throw new DataError(path, `the log cannot be written (${(cause as Error).message}).`, { cause });
      }
    },
    close: () => file.close(),
  };
}

/** JSON has no infinities and no NaN. */
function finite(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

interface Line {
  readonly step: number;
  readonly partial?: boolean;
}

async function readLines(path: string, lastStep: number): Promise<Line[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new DataError(path, `the log cannot be read (${(cause as Error).message}).`, { cause });
  }
  // What follows the last line break is empty, or a line that a crash cut short.
  const lines = text.split('\n').slice(0, -1);
  return lines
    .map((line, i) => parse(line, `${path}, line ${i + 1}`))
    .filter(({ step, partial }) => step <= lastStep && !partial);
}

function parse(line: string, source: string): Line {
  try {
    const value = JSON.parse(line) as Line | null;
    if (typeof value?.step === 'number') return value;
  } catch (cause) {
    throw new DataError(source, 'is not JSON. Move the file away, or mend it.', { cause });
  }
  throw new DataError(source, 'is not a report of training. Move the file away, or mend it.');
}
