import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, run } from '../backend';
import { mean, setUpSums, sum } from './sums';

/** What each reduction gives over no elements, as on tfjs's cpu backend. */
const ofNothing = { Sum: 0, Mean: 0, Prod: 1, Max: Number.NaN, Min: Number.NaN, Any: 0, All: 1 };

/** Reductions that are sometimes done faster than by tfjs. */
const faster: Readonly<Record<string, typeof sum>> = { Sum: sum, Mean: mean };

/** The data type of these of bool, which tfjs's kernels do not take. */
const ofBool: Readonly<Record<string, 'int32' | 'bool'>> = { Sum: 'int32', Prod: 'int32', Max: 'bool', Min: 'bool' };

/* tfjs leaves the result unwritten where there is nothing to reduce: it is what the memory held before. */
export const reductions: readonly Kernel[] = Object.entries(ofNothing).map(([name, value]) => ({
  name,
  ...(name === 'Sum' && { setup: setUpSums }),
  make: (stock) => (args) => {
    const dtype = ofBool[name];
    if (args.inputs.x?.dtype === 'bool' && dtype) return asIntegers(name, args, dtype);
    const out = faster[name]?.(args) ?? stock(args);
    if (util.sizeFromShape(args.inputs.x?.shape ?? []) === 0) args.backend.typedArrayFromHeap(out).fill(value);
    return out;
  },
}));

function asIntegers(name: string, { inputs, attrs, backend }: KernelArguments, dtype: 'int32' | 'bool'): TensorInfo {
  return scratch(backend, (keep) => {
    const x = keep(run(backend, 'Cast', { x: inputs.x as TensorInfo }, { dtype: 'int32' }));
    const out = run(backend, name, { x }, attrs);
    return dtype === 'bool' ? run(backend, 'Cast', { x: keep(out) }, { dtype }) : out;
  });
}
