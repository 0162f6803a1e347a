import { encode } from 'fast-png';
import type { Raster } from './raster';

/** The bytes of a PNG file. */
export function png({ width, height, data }: Raster): Uint8Array {
  return encode({ width, height, data, channels: 2, depth: 8 });
}

/** A PNG as a data URI, for a page that needs no other file. */
export function pngUri(raster: Raster): string {
  return `data:image/png;base64,${Buffer.from(png(raster)).toString('base64')}`;
}
