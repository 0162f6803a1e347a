import { util } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import { mean, setUpSums, sum } from './sums';

/** What each reduction gives over no elements, as on tfjs's cpu backend. */
const ofNothing = { Sum: 0, Mean: 0, Prod: 1, Max: Number.NaN, Min: Number.NaN, Any: 0, All: 1 };

/** Reductions that are sometimes done faster than by tfjs. */
const faster: Readonly<Record<string, typeof sum>> = { Sum: sum, Mean: mean };

/* tfjs leaves the result unwritten where there is nothing to reduce: it is what the memory held before. */
export const reductions: readonly Kernel[] = Object.entries(ofNothing).map(([name, value]) => ({
  name,
  ...(name === 'Sum' && { setup: setUpSums }),
  make: (stock) => (args) => {
    const out = faster[name]?.(args) ?? stock(args);
    if (util.sizeFromShape(args.inputs.x?.shape ?? []) === 0) args.backend.typedArrayFromHeap(out).fill(value);
    return out;
  },
}));
