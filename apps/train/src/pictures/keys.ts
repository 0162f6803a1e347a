import { type Key, split } from '@jensenjs/core';

/** A key for each kind of picture, from the run's for all of them. */
export function pictureKeys(pictures: Key) {
  const [preview, sheet, moments, reconstructions, traversals, walk] = split(pictures, 6);
  return { preview, sheet, moments, reconstructions, traversals, walk };
}
