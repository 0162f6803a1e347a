import type { VaeBuilt } from '@jensenjs/app-models';
import { foldIn, type Key, oneHotLabels, randomNormal, split } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { encode, type Given, interpolate } from '@jensenjs/vae';
import { concat, reshape, slice, squeeze, stack, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { imageBatch } from '../image-batch';
import { toImages } from '../pictures/images';
import { tile } from '../pictures/raster';
import type { Film } from '../report/walk';

/** Points of latent space that a walk comes through before it is back at the first. */
const STATIONS = 5;
/** Frames from one to the next. */
const FRAMES = 12;
const WALKS = 8;

/**
 * Round trips through latent space, side by side. An unconditional model walks between the posterior means of test images.
 * A conditional one draws all its classes, at most ten, from the same walk between draws of the prior.
 */
export async function drawWalk(key: Key, built: VaeBuilt, test: Dataset): Promise<Film> {
  const walks = built.conditional ? Math.min(10, built.shape.classes) : WALKS;
  const images = await toImages(
    tidy(() => {
      const [forStations, forImages] = split(key, 2);
      const trips = Array.from({ length: walks }, (_, walk) => {
        const stations = built.conditional ? drawn(forStations, built) : encoded(forStations, built, test, walk);
        const given = built.conditional ? { condition: oneHotLabels([walk], built.shape.classes) } : {};
        return roundTrip(foldIn(forImages, walk), built, stations, given);
      });
      return reshape(stack(trips, 1), [-1, ...built.shape.image]); // [frames · walks, height, width, channels]
    }),
  );
  return { frames: tile(images, { columns: walks, rowGap: 0 }), count: images.count / walks };
}

/** Draws of the prior, the same for every class. */
function drawn(key: Key, { settings }: VaeBuilt): Tensor[] {
  return Array.from({ length: STATIONS }, (_, i) => randomNormal(foldIn(key, i), [settings.latent]));
}

/** Posterior means of test images, others for each walk. */
function encoded(key: Key, { model }: VaeBuilt, test: Dataset, walk: number): Tensor[] {
  const [images] = test.shape;
  return Array.from({ length: STATIONS }, (_, i) => {
    const { x } = imageBatch(test, { from: (walk * STATIONS + i) % images, count: 1 }, false);
    return squeeze(encode(foldIn(key, walk * STATIONS + i), model, x), [0]); // [latent]
  });
}

/** [stations · FRAMES, height, width, channels]; the last frame is a step before the first. */
function roundTrip(key: Key, { model }: VaeBuilt, stations: readonly Tensor[], given: Given): Tensor {
  const legs = stations.map((from, i) => {
    const to = stations[(i + 1) % stations.length] ?? from;
    const leg = interpolate(foldIn(key, i), model, from, to, { steps: FRAMES + 1, path: 'spherical' }, given);
    return slice(leg, 0, FRAMES); // its end is where the next begins
  });
  return concat(legs, 0);
}
