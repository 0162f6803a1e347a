import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DataError } from '@jensenjs/core';
import { type Dataset, idxDataset } from '../index';
import { type DownloadOptions, downloadFiles } from './download';
import { mnistFiles, mnistMirrors, mnistParts } from './mnist-files';
import { type ReadOptions, readIdxImages } from './read-idx';

/**
 * Reads MNIST, or a data set of its family with the same file names, from a directory: images [28, 28, 1] and labels
 * 0 … 9. Each of the four files may be gzip-compressed, and be called `…-images-idx3-ubyte` or `…-images.idx3-ubyte`.
 *
 * @throws DataError when the directory or a file is missing, and as `readIdxImages` does.
 */
export async function readMnist(
  directory: string,
  { name = basename(resolve(directory)), classes = 10, ...options }: ReadOptions = {},
): Promise<{ train: Dataset; test: Dataset }> {
  const found = await list(directory);
  const missing: string[] = [];
  const locate = (file: string): string => {
    const spellings = [file, file.replace('-idx', '.idx')].flatMap((spelling) => [`${spelling}.gz`, spelling]);
    const there = spellings.find((spelling) => found.includes(spelling));
    if (there === undefined) missing.push(`${file}.gz`);
    return join(directory, there ?? file);
  };
  const train = { images: locate(mnistParts.train.images), labels: locate(mnistParts.train.labels) };
  const test = { images: locate(mnistParts.test.images), labels: locate(mnistParts.test.labels) };
  if (missing.length > 0) {
    throw new DataError(
      directory,
      `expected ${missing.join(', ')} (or without .gz, or with .idx for -idx). The directory holds ${summary(found)}. ` +
        'Give the directory of the four IDX files',
    );
  }
  return {
    train: await readIdxImages(train.images, train.labels, { ...options, classes, name: `${name} train` }),
    test: await readIdxImages(test.images, test.labels, { ...options, classes, name: `${name} test` }),
  };
}

/**
 * MNIST (Y. LeCun, C. Cortes, C. Burges) from a mirror, about 11 MB, or from the cache where it has been downloaded
 * before. Contents are checked against known SHA-256 sums, from the cache too.
 *
 * @throws DataError when a file can be had neither from the cache nor from a mirror.
 */
export async function downloadMnist(options: DownloadOptions): Promise<{ train: Dataset; test: Dataset }> {
  const contents = await downloadFiles(mnistFiles, mnistMirrors, options);
  const part = (which: 'train' | 'test'): Promise<Dataset> => {
    const file = (name: string) => ({ name, bytes: contents.get(name) as Uint8Array });
    const { images, labels } = mnistParts[which];
    return idxDataset({ name: `mnist ${which}`, images: file(images), labels: file(labels), classes: 10 });
  };
  return { train: await part('train'), test: await part('test') };
}

async function list(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    throw new DataError(
      directory,
      `the directory cannot be read (${(error as Error).message}). Give the directory of the four IDX files`,
      { cause: error },
    );
  }
}

function summary(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  return names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
}
