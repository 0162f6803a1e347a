import { sameShape, sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import { uniformOf } from '../graph/constants';
import type { Graph, Operation, Value } from '../graph/graph';
import { countUses } from './count-uses';
import { inputOf, madeBy, type Replacement, rewrite } from './rewrite';

/**
 * Cheaper sums of log-densities over the elements of events.
 *
 * Where some terms are −∞ by a mask, whether any is decides the sum: the mask is reduced instead of being applied to each term. Such a sum
 * is −∞ also where another term is NaN.
 *
 * Terms ln(1 + e^−|l|) are summed as logarithms of products: with (1 + a)(1 + b) = 1 + (a + b + a b), halves are joined until few logarithms
 * are left, which are dear. Nothing cancels, so that small terms keep their digits.
 */
export function reduceSums(graph: Graph): Graph {
  const uses = countUses(graph);
  return rewrite(graph, (operation, build, { operation: original, now }) => {
    if (operation.kernel === 'Any') return anyOfComparison(operation, build);
    if (operation.kernel !== 'Sum' || operation.outputs[0]?.dtype !== 'float32') return undefined;
    return sumOfMasked(operation, build) ?? sumOfTails(original, uses, build, now);
  });
}

const REDUCTIONS: Readonly<Record<string, string>> = {
  Greater: 'Max',
  GreaterEqual: 'Max',
  Less: 'Min',
  LessEqual: 'Min',
};

/** Whether any of some numbers is beyond a bound: whether their extreme is. */
function anyOfComparison({ inputs: [mask], attributes, outputs: [output] }: Operation, build: Builder): Replacement {
  for (const [kernel, reduction] of Object.entries(REDUCTIONS)) {
    const [x, bound] = madeBy(mask, kernel)?.inputs ?? [];
    if (!x || !bound || x.dtype !== 'float32' || bound.shape.length > 0 || !output) continue;
    const { axis, keepDims } = attributes;
    const name = reduction === 'Max' ? 'reductionIndices' : 'axis';
    return build.op(kernel, [build.op(reduction, [x], { [name]: axis, keepDims }), bound]);
  }
  return undefined;
}

/** Fewer terms are masked faster one by one. */
const MANY = 4096;

function sumOfMasked({ inputs: [summed], attributes }: Operation, build: Builder): Replacement {
  const terms = inputOf(summed, 'Reshape') ?? summed;
  const [mask, chosen, others] = madeBy(terms, 'Select')?.inputs ?? [];
  if (!summed || !terms || !mask || !chosen || !others || uniformOf(chosen) !== Number.NEGATIVE_INFINITY)
    return undefined;
  if (sizeOf(summed.shape) < MANY) return undefined;
  const { axis, keepDims } = attributes as { axis: readonly number[]; keepDims: boolean };
  const missing = terms.shape.length - mask.shape.length;
  const shape = reshapedAlike(mask, terms, summed, missing);
  const isRepeated = axis.some((i) => i < missing || shape?.[i - missing] !== summed.shape[i]);
  if (!shape || isRepeated || !sameShape(others.shape, terms.shape)) return undefined;
  const as = (value: Value, to: readonly number[]): Value =>
    sameShape(value.shape, to) ? value : build.op('Reshape', [value], { shape: [...to] });
  return build.op('Select', [
    build.op('Any', [as(mask, shape)], { axis: axis.map((i) => i - missing), keepDims }),
    build.scalar(Number.NEGATIVE_INFINITY),
    build.op('Sum', [as(others, summed.shape)], { axis: [...axis], keepDims }),
  ]);
}

/** The shape of a mask, which lacks so many dimensions, when the dimensions at the end of its terms are taken as one. */
function reshapedAlike(mask: Value, terms: Value, to: Value, missing: number): readonly number[] | undefined {
  if (sameShape(terms.shape, to.shape)) return mask.shape;
  const kept = to.shape.length - 1;
  const isMerged = kept >= missing && sameShape(terms.shape.slice(0, kept), to.shape.slice(0, kept));
  const [end, endOfMask] = [terms.shape.slice(kept), mask.shape.slice(kept - missing)];
  return isMerged && sameShape(end, endOfMask) ? [...mask.shape.slice(0, kept - missing), sizeOf(end)] : undefined;
}

/** A term of a sum, added or taken away. */
interface Term {
  readonly value: Value;
  readonly sign: 1 | -1;
}

function sumOfTails(
  { inputs: [whole], attributes }: Operation,
  uses: ReadonlyMap<Value, number>,
  build: Builder,
  now: (value: Value) => Value,
): Replacement {
  const { axis, keepDims } = attributes as { axis: readonly number[]; keepDims: boolean };
  if (!whole || axis.length !== 1 || axis[0] !== whole.shape.length - 1) return undefined;
  const { tails, others } = termsOf(whole, 1, uses);
  if (tails.length === 0) return undefined;
  const total = ({ value, sign }: Term, of: (value: Value) => Value): Term => {
    const shaped = sameShape(value.shape, whole.shape)
      ? now(value)
      : build.op('Reshape', [now(value)], { shape: [...whole.shape] });
    return { value: build.op('Sum', [of(shaped)], { axis: [...axis], keepDims }), sign };
  };
  const sums = [
    ...others.map((term) => total(term, (value) => value)),
    ...tails.map((term) => total(term, (value) => build.op('Log1p', [joined(build, value)]))),
  ];
  // A term that is added comes first, if there is one.
  const [first, ...rest] = [...sums].sort((a, b) => b.sign - a.sign) as [Term, ...Term[]];
  return rest.reduce(
    (sum, { value, sign }) => build.op(sign === 1 ? 'Add' : 'Sub', [sum, value]),
    first.sign === 1 ? first.value : build.op('Neg', [first.value]),
  );
}

/** e^−|l| of the terms that are ln(1 + e^−|l|), and all others. */
interface Terms {
  readonly tails: readonly Term[];
  readonly others: readonly Term[];
}

/** The terms of a sum of tensors of one size, as far as nothing else needs what is taken apart. */
function termsOf(value: Value, sign: 1 | -1, uses: ReadonlyMap<Value, number>): Terms {
  const whole: Terms = { tails: [], others: [{ value, sign }] };
  if (uses.get(value) !== 1) return whole;
  const power = inputOf(value, 'Log1p');
  if (power && inputOf(inputOf(inputOf(power, 'Exp'), 'Neg'), 'Abs'))
    return { tails: [{ value: power, sign }], others: [] };
  const opposite = sign === 1 ? -1 : 1;
  const reshaped = inputOf(value, 'Reshape');
  const negated = inputOf(value, 'Neg');
  const difference = madeBy(value, 'Sub')?.inputs ?? [];
  const summands = madeBy(value, 'Add')?.inputs ?? [];
  const parts: readonly (readonly [Value | undefined, 1 | -1])[] = [
    [reshaped, sign],
    [negated, opposite],
    [difference[0], sign],
    [difference[1], opposite],
    [summands[0], sign],
    [summands[1], sign],
  ];
  const inside = parts.flatMap(([part, its]) => (part ? [[part, its] as const] : []));
  if (inside.some(([part]) => sizeOf(part.shape) !== sizeOf(value.shape))) return whole;
  const terms = inside.map(([part, its]) => termsOf(part, its, uses));
  const tails = terms.flatMap((found) => found.tails);
  return tails.length === 0 ? whole : { tails, others: terms.flatMap((found) => found.others) };
}

/** Products up to (1 + 1)^16, of which the logarithm has all its digits. */
const HALVINGS = 4;
/** Fewer elements are not worth the operations. */
const FEW = 16;

/** (1 + x₁) ⋯ (1 + xₙ) − 1 of numbers in [0, 1] that lie n in each row, as far as rows can be halved. */
function joined(build: Builder, rows: Value, halvings = HALVINGS): Value {
  const axis = rows.shape.length - 1;
  const half = (rows.shape[axis] as number) / 2;
  if (halvings === 0 || half < FEW || !Number.isInteger(half)) return rows;
  const [a, b] = build.ops('SplitV', [rows], { numOrSizeSplits: [half, half], axis }) as [Value, Value];
  return joined(build, build.op('Add', [build.op('Add', [a, b]), build.op('Multiply', [a, b])]), halvings - 1);
}
