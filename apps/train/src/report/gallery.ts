import { type Images, type Raster, slice, tile } from '../pictures/raster';
import { SHEET_COLUMNS } from '../pictures/samples';
import { image } from './image';
import { escape } from './markup';

/** Pictures under a title. */
export interface Exhibit {
  readonly title: string;
  readonly note: string;
  /** HTML. */
  readonly body: string;
}

/** Exhibits beside each other where there is room. */
export function gallery(exhibits: readonly Exhibit[]): string {
  const parts = exhibits.map(
    ({ title, note, body }) => `<div>\n<h2>${escape(title)}</h2>\n<p>${escape(note)}</p>\n${body}\n</div>`,
  );
  return `<section class="pair">\n${parts.join('\n')}\n</section>`;
}

/** Pictures one below the other. */
export function stack(rasters: readonly Raster[], alt: string): string {
  return `<div class="stack">${rasters.map((raster) => image(raster, alt)).join('')}</div>`;
}

const SAMPLES = 8;

/** A sheet of samples, of a conditional model with the label of each row. */
export function samples(sheet: Images, { conditional }: { readonly conditional: boolean }): string {
  if (!conditional) return image(tile(slice(sheet, 0, SAMPLES ** 2), { columns: SAMPLES }), 'Samples of the model');
  const rows = Array.from({ length: sheet.count / SHEET_COLUMNS }, (_, label) => {
    const row = slice(sheet, label * SHEET_COLUMNS, (label + 1) * SHEET_COLUMNS);
    return `<tr><th scope="row">${label}</th><td>${image(tile(row, { columns: SHEET_COLUMNS }), `Samples of label ${label}`)}</td></tr>`;
  });
  return `<table class="labels">\n${rows.join('\n')}\n</table>`;
}
