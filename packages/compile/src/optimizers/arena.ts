import { ArgumentError } from '@jensenjs/core';

/** One memory and the float32 arrays in it. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  readonly arrays: readonly Float32Array[];
}

const page = 2 ** 16;
const limit = 2 ** 32;
/** Bytes of a line of the caches of most processors: no two arrays share one. */
const line = 64;

/**
 * A memory with room for arrays of these numbers of elements, all 0 at first, each at a multiple of 64 bytes. The memory never
 * grows, so the arrays stay views of it.
 * @throws ArgumentError beyond 4 GiB, which is all that WebAssembly can address.
 */
export function createArena(sizes: readonly number[]): Arena {
  const places: number[] = [];
  let bytes = 0;
  for (const size of sizes) {
    places.push(bytes);
    bytes += Math.ceil((4 * size) / line) * line;
  }
  if (bytes > limit)
    throw new ArgumentError(
      'createArena',
      `${sizes.length} arrays take ${(bytes / 2 ** 30).toFixed(2)} GiB together, and WebAssembly addresses 4 at most. ` +
        'Train a smaller model, or with an engine that keeps its tensors apart, as eager() does.',
    );
  const pages = Math.ceil(bytes / page);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return { memory, arrays: sizes.map((size, i) => new Float32Array(memory.buffer, places[i] as number, size)) };
}
