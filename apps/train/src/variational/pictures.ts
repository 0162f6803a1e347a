import type { VaeBuilt } from '@jensenjs/app-models';
import { type Key, split } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { decode, encode, traverse, type Traversal } from '@jensenjs/vae';
import { reshape, squeeze, tidy } from '@tensorflow/tfjs-core';
import { imageBatch } from '../image-batch';
import { toImages } from '../pictures/images';
import { joined, type Raster, slice, tile } from '../pictures/raster';

/** Rows of test images, each above the row of the means of p(x | z) at their posterior means. */
export async function drawReconstructions(
  key: Key,
  { model, conditional }: VaeBuilt,
  test: Dataset,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Promise<Raster[]> {
  const count = Math.min(rows * columns, test.shape[0]);
  const batch = () => imageBatch(test, { from: 0, count }, conditional);
  const originals = await toImages(tidy(() => batch().x));
  const reconstructions = await toImages(
    tidy(() => {
      const [forEncoder, forDecoder] = split(key, 2);
      const { x, ...given } = batch();
      return decode(forDecoder, model, encode(forEncoder, model, x, given), given);
    }),
  );
  return Array.from({ length: Math.ceil(count / columns) }, (_, row) => {
    const [from, to] = [row * columns, Math.min((row + 1) * columns, count)];
    return tile(joined([slice(originals, from, to), slice(reconstructions, from, to)]), { columns: to - from });
  });
}

/** Means of p(x | z) along each of these latent dimensions, the others at the posterior mean of the first test image. */
export async function drawTraversals(
  key: Key,
  { model, conditional }: VaeBuilt,
  test: Dataset,
  traversal: Traversal,
): Promise<Raster[]> {
  const images = await toImages(
    tidy(() => {
      const [forEncoder, forDecoder] = split(key, 2);
      const { x, ...given } = imageBatch(test, { from: 0, count: 1 }, conditional);
      const z = squeeze(encode(forEncoder, model, x, given), [0]); // [latent]
      const all = traverse(forDecoder, model, z, traversal, given); // [dimensions, values, height, width, channels]
      return reshape(all, [-1, ...all.shape.slice(2)]);
    }),
  );
  const columns = traversal.values.length;
  return traversal.dimensions.map((_, row) => tile(slice(images, row * columns, (row + 1) * columns), { columns }));
}
