import type { Built } from '@jensenjs/app-models';
import type { Key } from '@jensenjs/core';
import { toImages } from './images';
import { type Images, joined } from './raster';

/** Samples; of a conditional model, of its classes in turn. */
export function drawSamples(key: Key, built: Built, count: number): Promise<Images> {
  return toImages(built.sample(key, count));
}

/** How many samples make a row of a sheet. */
export const SHEET_COLUMNS = 10;

/** A sheet of samples, ten rows of ten; of a conditional model a row for each class, in which a column shares its z. */
export async function drawSheet(key: Key, built: Built): Promise<Images> {
  if (!built.conditional) return drawSamples(key, built, 10 * SHEET_COLUMNS);
  const rows: Images[] = [];
  for (let label = 0; label < built.shape.classes; label++) {
    const labels = new Array<number>(SHEET_COLUMNS).fill(label);
    // The same key for each class, and so the same z.
    rows.push(await toImages(built.sample(key, SHEET_COLUMNS, labels)));
  }
  return joined(rows);
}
