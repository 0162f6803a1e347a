import type { Key, LatentModel } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { decode, encode, sample } from '@jensenjs/vae';
import { tensor, tensor2d, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Images, join, type Raster, slice, tile } from './raster';
import { testImages } from './test-images';

/** Means of p(x | z) for z drawn from the prior. */
export function drawSamples(key: Key, model: LatentModel, count: number): Promise<Images> {
  return toImages(sample(key, model, count));
}

/** Rows of test images, each above the row of the means of p(x | z) at their posterior means. */
export async function drawReconstructions(
  key: Key,
  model: LatentModel,
  test: Dataset,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Promise<Raster[]> {
  const count = Math.min(rows * columns, test.shape[0]);
  const x = testImages(test, 0, count);
  const originals = await toImages(tensor(x.data, [...x.shape]));
  const reconstructions = await toImages(
    tidy(() => decode(key, model, encode(key, model, tensor(x.data, [...x.shape])))),
  );
  return Array.from({ length: Math.ceil(count / columns) }, (_, row) => {
    const [from, to] = [row * columns, Math.min((row + 1) * columns, count)];
    return tile(join(slice(originals, from, to), slice(reconstructions, from, to)), { columns: to - from });
  });
}

/** Means of p(x | z) along each of these latent dimensions, the others at the posterior mean of the first test image. */
export async function drawTraversals(
  key: Key,
  model: LatentModel,
  test: Dataset,
  { dimensions, values }: { readonly dimensions: readonly number[]; readonly values: readonly number[] },
): Promise<Raster[]> {
  const x = testImages(test, 0, 1);
  const mean = tidy(() => encode(key, model, tensor(x.data, [...x.shape]))); // [1, latent]
  const base = [...(await mean.data())];
  mean.dispose();
  const along = (dimension: number): number[][] =>
    values.map((value) => base.map((held, i) => (i === dimension ? value : held)));
  return Promise.all(
    dimensions.map(async (dimension) =>
      tile(await toImages(tidy(() => decode(key, model, tensor2d(along(dimension))))), { columns: values.length }),
    ),
  );
}

/** Takes over a tensor [count, height, width, 1]. */
async function toImages(from: Tensor): Promise<Images> {
  const [count = 0, height = 0, width = 0] = from.shape;
  const pixels = Float32Array.from(await from.data());
  from.dispose();
  return { count, height, width, pixels };
}
