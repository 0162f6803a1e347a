import { readFile } from 'node:fs/promises';
import type { Built } from '@jensenjs/app-models';
import type { Key } from '@jensenjs/core';
import { makeFolder } from '@jensenjs/train/node';
import { dirname } from 'node:path';
import { type RunFiles, write } from '../files';
import { png } from '../pictures/png';
import { tile } from '../pictures/raster';
import { drawSamples } from '../pictures/samples';
import type { Moment } from '../report/moments';

/**
 * Whether samples are kept at the end of this epoch: 0 (before training), 1, 2, 3, 4, 6, 8, 12, 16, 24, … A function of
 * the epoch alone, so that a run that is trained further has kept what one that was meant to be so long has.
 */
export function isMoment(epoch: number): boolean {
  if (epoch === 0) return true;
  const odd = epoch / (epoch & -epoch); // what is left when all factors of 2 are taken out
  return odd === 1 || odd === 3;
}

/** The epochs that a report after `last` of them shows: some of the above and the last, at most `most`. */
export function shownMoments(last: number, most = 8): number[] {
  const all = Array.from({ length: last + 1 }, (_, epoch) => epoch).filter(
    (epoch) => isMoment(epoch) || epoch === last,
  );
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as number);
}

const ROWS = 4;

/** Writes what the model makes of the same draws of z as ever; of a conditional model, a column for each class. */
export async function keepMoment(key: Key, built: Built, files: RunFiles, epoch: number): Promise<void> {
  const columns = built.conditional ? built.shape.classes : 8;
  const images = await drawSamples(key, built, ROWS * columns);
  const path = files.moment(epoch);
  await makeFolder(dirname(path));
  await write(path, png(tile(images, { columns })));
}

/** Those of these epochs whose files are there. */
export async function readMoments(files: RunFiles, epochs: readonly number[]): Promise<Moment[]> {
  const found = await Promise.all(
    epochs.map(async (epoch) => ({ epoch, png: await readFile(files.moment(epoch)).catch(() => undefined) })),
  );
  return found.flatMap(({ epoch, png }) => (png ? [{ epoch, png }] : []));
}
