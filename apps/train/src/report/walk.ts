import { pngUri } from '../pictures/png';
import type { Raster } from '../pictures/raster';
import { attributes, escape } from './markup';

/** Frames of one size, one below the other. */
export interface Film {
  readonly frames: Raster;
  readonly count: number;
}

const FRAMES_PER_SECOND = 12;

/** A film that the style sheet plays, round and round, without a script. Where motion is not wanted it stands still. */
export function walk({ frames, count }: Film, note: string): string {
  const height = frames.height / count;
  const width = `min(100%, ${3 * frames.width}px)`;
  const film = `width: ${width}; --frames: ${count}; --seconds: ${(count / FRAMES_PER_SECOND).toFixed(2)}s; aspect-ratio: ${frames.width} / ${height}`;
  const strip = attributes({ src: pngUri(frames), alt: 'Images that turn into one another' });
  return `<section class="walk">
<h2>A walk through latent space</h2>
<p>${escape(note)}</p>
<div class="film" style="${film}"><img ${strip}></div>
<label><input type="checkbox"> Pause</label>
</section>`;
}
