import { type Distribution, sizeOf } from '@jensenjs/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { bernoulli, categorical, type LogitsOrProbs, normal, type Operand, uniform } from './index';

/** Parameters by name, in camelCase. */
export type Parameters = Readonly<Record<string, Operand>>;

/** A family as the table-driven tests need it. A new one is tested by being in the list. */
export interface Family {
  readonly name: string;
  readonly make: (parameters: Parameters) => Distribution;
  /** For each parameter a range of ordinary values. */
  readonly ranges: Readonly<Record<string, readonly [number, number]>>;
  /** Dimensions that each parameter has to the right of the batch. */
  readonly trailing: readonly number[];
  readonly continuous: boolean;
  /** Methods that it does not have. */
  readonly without: readonly (keyof Distribution)[];
}

const of = (parameters: Parameters, name: string): Operand => parameters[name] as Operand;
const unordered = ['mean', 'variance', 'cdf', 'quantile'] as const;

export const FAMILIES: readonly Family[] = [
  {
    name: 'normal',
    make: (p) => normal(of(p, 'loc'), of(p, 'scale')),
    ranges: { loc: [-1, 1], scale: [0.5, 2] },
    trailing: [],
    continuous: true,
    without: [],
  },
  {
    name: 'uniform',
    make: (p) => uniform(of(p, 'low'), of(p, 'high')),
    ranges: { low: [-2, 0], high: [1, 3] },
    trailing: [],
    continuous: true,
    without: ['mode'],
  },
  {
    name: 'bernoulli of logits',
    make: (p) => bernoulli({ logits: of(p, 'logits') }),
    ranges: { logits: [-2, 3] },
    trailing: [],
    continuous: false,
    without: [],
  },
  {
    name: 'bernoulli of probs',
    make: (p) => bernoulli({ probs: of(p, 'probs') }),
    ranges: { probs: [0.1, 0.8] },
    trailing: [],
    continuous: false,
    without: [],
  },
  {
    name: 'categorical of logits',
    make: (p) => categorical({ logits: of(p, 'logits') }),
    ranges: { logits: [-2, 3] },
    trailing: [4],
    continuous: false,
    without: unordered,
  },
  {
    name: 'categorical of probs',
    make: (p) => categorical({ probs: of(p, 'probs') }),
    ranges: { probs: [0.1, 4] },
    trailing: [4],
    continuous: false,
    without: unordered,
  },
];

/** Families by their names in the reference files, from parameters by their names there. */
export const BY_REFERENCE: Readonly<Record<string, (parameters: Parameters) => Distribution>> = {
  Bernoulli: (p) => bernoulli(logitsOrProbs(p)),
  Categorical: (p) => categorical(logitsOrProbs(p)),
  Normal: (p) => normal(of(p, 'loc'), of(p, 'scale')),
  Uniform: (p) => uniform(of(p, 'low'), of(p, 'high')),
};

function logitsOrProbs({ logits, probs }: Parameters): LogitsOrProbs {
  return logits === undefined ? { probs: probs as Operand } : { logits };
}

/** Parameters of the given batch shapes, one per parameter, with values spread over the family's ranges. */
export function spread(family: Family, batchShapes: readonly (readonly number[])[]): Record<string, Tensor> {
  const entries = Object.entries(family.ranges).map(([name, [low, high]], k) => {
    const shape = [...(batchShapes[k % batchShapes.length] as number[]), ...family.trailing];
    // the golden ratio spreads any number of values evenly
    const values = Array.from({ length: sizeOf(shape) }, (_, i) => low + (high - low) * (((i + 1 + k) * 0.618034) % 1));
    return [name, tensor(values, shape)] as const;
  });
  return Object.fromEntries(entries);
}
