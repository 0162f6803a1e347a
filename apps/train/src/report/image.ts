import { pngUri } from '../pictures/png';
import type { Raster } from '../pictures/raster';
import { attributes } from './markup';

/** The raster at whole pixels, at most twice its size where there is room. */
export function image(raster: Raster, alt: string): string {
  return `<img ${attributes({ src: pngUri(raster), alt, width: 2 * raster.width, height: 2 * raster.height })}>`;
}
