import { type Constraint, type Parameter, toTensor } from '@jensenjs/core';
import {
  all,
  cast,
  clone,
  equal,
  floor,
  greaterEqual,
  isFinite,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/** A set of numbers, by the test of each. */
function numbers(kind: string, holds: (x: Tensor) => Tensor): Constraint {
  return { kind, eventRank: 0, check: (value) => tidy(() => holds(cast(toTensor(value), 'float32'))) };
}

/** All finite numbers. */
export function real(): Constraint {
  return numbers('real', (x) => isFinite(x));
}

/** 0 and 1. */
export function boolean(): Constraint {
  return numbers('boolean', (x) => logicalOr(equal(x, 0), equal(x, 1)));
}

/** 0, 1, …, count − 1. */
export function integersBelow(count: number): Constraint {
  return numbers('integers', (x) => logicalAnd(equal(x, floor(x)), logicalAnd(greaterEqual(x, 0), less(x, count))));
}

/** [low, high], both ends included; low and high broadcast against the value. */
export function interval(low: Parameter, high: Parameter): Constraint {
  return numbers('interval', (x) => logicalAnd(greaterEqual(x, low.tensor()), lessEqual(x, high.tensor())));
}

/** Arrays whose elements along the `rank` dimensions left of each element all lie in `inner`. */
export function elementwise(inner: Constraint, rank: number): Constraint {
  return {
    kind: inner.kind,
    eventRank: inner.eventRank + rank,
    check: (value) =>
      tidy(() => {
        const each = inner.check(value);
        const axes = Array.from({ length: rank }, (_, i) => each.rank - rank + i);
        return rank === 0 ? clone(each) : all(each, axes);
      }),
  };
}
