import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { foldIn, key, split } from '@jensenjs/core';
import { binarizeOnce, type Dataset, glyphs, splitDataset, take } from '@jensenjs/data';
import { downloadMnist, readMnist } from '@jensenjs/data/node';
import { UsageError } from './failure';
import { DEFAULT_GLYPHS, usualValidation } from './options/settings';

export interface DataRequest {
  /** `glyphs`, or a directory. */
  readonly data: string;
  readonly download: boolean;
  /** Training images with those held out, and the most test images; all when left out. */
  readonly limit?: number | undefined;
  /** Whether the model is told labels. */
  readonly conditional: boolean;
  /** Images held out; a tenth, at most 1000, when left out. */
  readonly validation?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told the share of a download that is there, 0 to 1. */
  readonly onDownload?: ((file: string, share: number) => void) | undefined;
}

export interface Data {
  readonly name: string;
  readonly train: Dataset;
  /** Black and white, as the test images: each pixel was drawn once, by a key that no seed changes. */
  readonly validation?: Dataset;
  readonly test: Dataset;
  /** Of all pixels, so that a run is not resumed on other data. */
  readonly fingerprint: string;
}

const TEST_GLYPHS = 2_000;

/**
 * The images of a run. Nothing here depends on the seed: runs of different seeds learn from the same images, and their
 * test figures are of the same binarised images.
 */
export async function loadData(request: DataRequest): Promise<Data> {
  const [trainKey, testKey, splitKey, binarizeKey] = split(key(0), 4);
  const blackAndWhite = (dataset: Dataset, which: number) => binarizeOnce(foldIn(binarizeKey, which), dataset);
  const all =
    request.data === 'glyphs'
      ? {
          train: glyphs(trainKey, { count: request.limit ?? DEFAULT_GLYPHS }),
          test: glyphs(testKey, { count: Math.min(TEST_GLYPHS, request.limit ?? TEST_GLYPHS) }),
        }
      : await fromDirectory(request);
  const train = atMost(all.train, request.limit);
  const test = blackAndWhite(atMost(all.test, request.limit), 0);
  checkAlike(all.train, all.test);
  if (request.conditional && !(all.train.labels && all.test.labels))
    throw new UsageError(
      `--data: ${request.data} has no labels, which a conditional model needs. Give labelled images.`,
    );

  const [count] = train.shape;
  const held = request.validation ?? usualValidation(count);
  if (held >= count)
    throw new UsageError(
      `--validation: expected fewer than the ${count} images that there are to train on, got ${held}. ` +
        'Hold out fewer images.',
    );
  const parts = held === 0 ? { train } : splitDataset(splitKey, train, { validation: held });
  return {
    name: request.data === 'glyphs' ? 'glyphs' : basename(request.data),
    train: parts.train,
    ...('validation' in parts && { validation: blackAndWhite(parts.validation, 1) }),
    test,
    fingerprint: createHash('sha256').update(train.images).update(test.images).digest('hex').slice(0, 16),
  };
}

function fromDirectory({
  data,
  download,
  signal,
  onDownload,
}: DataRequest): Promise<{ train: Dataset; test: Dataset }> {
  if (!download) return readMnist(data);
  return downloadMnist({
    cache: resolve(data),
    ...(signal && { signal }),
    onProgress: ({ file, received, total }) => onDownload?.(file, total ? received / total : 0),
  });
}

function atMost(dataset: Dataset, limit: number | undefined): Dataset {
  return limit === undefined || limit >= dataset.shape[0] ? dataset : take(dataset, limit);
}

function checkAlike(train: Dataset, test: Dataset): void {
  const [, ...image] = train.shape;
  const [, ...other] = test.shape;
  if (image.join() !== other.join())
    throw new UsageError(
      `--data: the training images are [${image.join(', ')}] and the test images [${other.join(', ')}]. ` +
        'Give a directory whose files belong together.',
    );
}
