import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@jensenjs/core';
import { type Dataset, type IdxFile, idxDataset } from '../index';

export interface ReadOptions {
  /** Number of classes; the largest label plus one when left out. */
  readonly classes?: number;
  /** What the data set is called; the name of the file of images when left out. */
  readonly name?: string;
  /** The most bytes that one file may take, uncompressed; 2 GiB when left out. */
  readonly maxBytes?: number;
}

/**
 * Reads an IDX file of images, uint8 [count, height, width], and one of labels; each may be gzip-compressed.
 *
 * @throws DataError when a file is missing or damaged, or the two do not belong together.
 */
export async function readIdxImages(
  imagesPath: string,
  labelsPath?: string,
  { name = basename(imagesPath), classes, maxBytes }: ReadOptions = {},
): Promise<Dataset> {
  return idxDataset({
    name,
    images: await readBounded(imagesPath, maxBytes),
    ...(labelsPath !== undefined && { labels: await readBounded(labelsPath, maxBytes) }),
    ...(classes !== undefined && { classes }),
    ...(maxBytes !== undefined && { maxBytes }),
  });
}

async function readBounded(path: string, maxBytes = 2 ** 31): Promise<IdxFile> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) {
      throw new DataError(path, `the file takes ${size} bytes, more than the ${maxBytes} allowed; raise maxBytes`);
    }
    return { name: path, bytes: await readFile(path) };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(path, `the file cannot be read (${(error as Error).message})`, { cause: error });
  }
}
