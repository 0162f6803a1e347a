import { UnsupportedError } from '@jensenjs/core';

/** A method that a family does not have. `problem` says why, and what to use instead. */
export function unsupported(where: string, problem: string): () => never {
  return () => {
    throw new UnsupportedError(where, problem);
  };
}
