import { sameShape, sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import { uniformOf } from '../graph/constants';
import type { Graph, Operation, Value } from '../graph/graph';
import { madeBy, type Replacement, rewrite } from './rewrite';

/** A rule: what an operation equals, if it applies. */
type Rule = (inputs: readonly [Value, Value, Value], operation: Operation, build: Builder) => Replacement;

/**
 * Replaces operations by cheaper ones that equal them: neutral and absorbing elements, powers that are products, shapes that
 * change twice or not at all. A product with a constant zero is zero, also where the other factor is not
 * finite: the zeros that gradients of constants are would otherwise be carried through whole networks.
 */
export function simplify(graph: Graph): Graph {
  return rewrite(graph, (operation, build) =>
    RULES[operation.kernel]?.(operation.inputs as unknown as readonly [Value, Value, Value], operation, build),
  );
}

/** The value as a result of this shape. */
function as(value: Value, { outputs }: Operation, build: Builder): Value {
  const [{ shape }] = outputs as [Value];
  return sameShape(value.shape, shape) ? value : build.op('BroadcastTo', [value], { shape: [...shape] });
}

const zeros = ({ outputs }: Operation, build: Builder): Value => {
  const [{ shape, dtype }] = outputs as [Value];
  return build.fill(shape, 0, dtype);
};

const add: Rule = ([a, b], operation, build) => {
  if (uniformOf(b) === 0) return as(a, operation, build);
  if (uniformOf(a) === 0) return as(b, operation, build);
  const negated = madeBy(b, 'Neg')?.inputs[0];
  return negated && build.op('Sub', [a, negated]);
};

const subtract: Rule = ([a, b], operation, build) => {
  if (uniformOf(b) === 0) return as(a, operation, build);
  if (uniformOf(a) === 0) return as(build.op('Neg', [b]), operation, build);
  const negated = madeBy(b, 'Neg')?.inputs[0];
  return negated && build.op('Add', [a, negated]);
};

const multiply: Rule = ([a, b], operation, build) => {
  const [x, y] = [uniformOf(a), uniformOf(b)];
  if (x === 0 || y === 0) return zeros(operation, build);
  if (y === 1) return as(a, operation, build);
  if (x === 1) return as(b, operation, build);
  if (y === -1) return as(build.op('Neg', [a]), operation, build);
  if (x === -1) return as(build.op('Neg', [b]), operation, build);
  return scaleOnce(a, b, operation, build) ?? scaleOnce(b, a, operation, build);
};

/** c₁ · (c₂ · x) = (c₁ c₂) · x */
function scaleOnce(outer: Value, inner: Value, { outputs }: Operation, build: Builder): Replacement {
  const product = madeBy(inner, 'Multiply');
  const first = uniformOf(outer);
  const isSpread = !sameShape(inner.shape, outputs[0]?.shape ?? []);
  if (!product || first === undefined || outer.dtype !== 'float32' || isSpread) return undefined;
  const [a, b] = product.inputs as [Value, Value];
  for (const [constant, rest] of [
    [a, b],
    [b, a],
  ] as const) {
    const second = uniformOf(constant);
    if (second !== undefined && sameShape(rest.shape, inner.shape))
      return build.op('Multiply', [rest, build.scalar(first * second)]);
  }
  return undefined;
}

const divide: Rule = ([a, b], operation, build) => {
  if (uniformOf(b) === 1 && a.dtype === 'float32') return as(a, operation, build);
  return undefined;
};

const power: Rule = ([a, b], operation, build) => {
  if (a.dtype !== 'float32') return undefined;
  const exponent = uniformOf(b);
  const by: Readonly<Record<number, () => Value>> = {
    1: () => a,
    2: () => build.op('Multiply', [a, a]),
    0.5: () => build.op('Sqrt', [a]),
    [-1]: () => build.op('Reciprocal', [a]),
  };
  const made = exponent === undefined ? undefined : by[exponent]?.();
  return made && as(made, operation, build);
};

const matMul: Rule = ([a, b], operation, build) => {
  if (operation.inputs.length === 2 && (uniformOf(a) === 0 || uniformOf(b) === 0)) return zeros(operation, build);
  return asMatrices([a, b], operation, build);
};

/** Products of [1, …, m, k] and [1, …, k, n] as products of matrices, whose results need no copy to lose the dimensions of one element. */
function asMatrices(inputs: readonly [Value, Value], operation: Operation, build: Builder): Replacement {
  const [output] = operation.outputs as [Value];
  const isSingle = inputs.every(({ shape }) => shape.length > 1 && shape.slice(0, -2).every((size) => size === 1));
  if (!isSingle || output.shape.length < 3) return undefined;
  const matrices = inputs.map((value) =>
    value.shape.length === 2 ? value : build.op('Reshape', [value], { shape: value.shape.slice(-2) }),
  );
  const product = build.op('BatchMatMul', matrices, operation.attributes);
  return build.op('Reshape', [product], { shape: [...output.shape] });
}

const negate: Rule = ([a]) => madeBy(a, 'Neg')?.inputs[0];

const reshape: Rule = ([a], { outputs: [output] }, build) => {
  if (!output || sameShape(a.shape, output.shape)) return a;
  const before = madeBy(a, 'Reshape')?.inputs[0];
  if (before)
    return sameShape(before.shape, output.shape) ? before : build.op('Reshape', [before], { shape: [...output.shape] });
  const uniform = uniformOf(a);
  return uniform === undefined ? undefined : build.fill(output.shape, uniform, a.dtype);
};

const transpose: Rule = ([a], { attributes: { perm }, outputs: [output] }, build) => {
  const order = perm as readonly number[];
  const before = madeBy(a, 'Transpose');
  const source = before?.inputs[0];
  if (before && source) {
    const inner = before.attributes.perm as readonly number[];
    const both = order.map((i) => inner[i] as number);
    return both.every((axis, i) => axis === i) ? source : build.op('Transpose', [source], { perm: both });
  }
  if (order.every((axis, i) => axis === i)) return a;
  const moved = order.filter((axis) => a.shape[axis] !== 1);
  const keepsOrder = moved.every((axis, i) => i === 0 || axis > (moved[i - 1] as number));
  return keepsOrder && output ? build.op('Reshape', [a], { shape: [...output.shape] }) : undefined;
};

const broadcast: Rule = ([a], { outputs: [output] }, build) => {
  if (!output || sameShape(a.shape, output.shape)) return a;
  const before = madeBy(a, 'BroadcastTo')?.inputs[0];
  if (before) return build.op('BroadcastTo', [before], { shape: [...output.shape] });
  const uniform = uniformOf(a);
  return uniform === undefined ? undefined : build.fill(output.shape, uniform, a.dtype);
};

const cast: Rule = ([a], { outputs: [output] }) => (output && a.dtype === output.dtype ? a : undefined);

/** A reduction over several dimensions at the end, over all of them as one. */
const overTrailing: Rule = ([a], { kernel, attributes: { axis, keepDims }, outputs: [output] }, build) => {
  const axes = axis as readonly number[];
  const kept = a.shape.length - axes.length;
  if (!output || axes.length < 2 || !axes.every((each, i) => each === kept + i)) return undefined;
  const shape = [...a.shape.slice(0, kept), sizeOf(a.shape.slice(kept))];
  const merged = build.op('Reshape', [a], { shape });
  const total = build.op(kernel, [merged], { axis: [kept], keepDims: false });
  return keepDims === true ? build.op('Reshape', [total], { shape: [...output.shape] }) : total;
};

/** x without its mean over these first dimensions: its sum over them is 0, but for rounding. */
function isCentred(value: Value, axes: readonly number[]): boolean {
  const [x, centre] = madeBy(value, 'Sub')?.inputs ?? [];
  const mean = madeBy(centre, 'Mean');
  if (!x || !centre || mean?.inputs[0] !== x || !sameShape(mean.attributes.axis as readonly number[], axes))
    return false;
  return axes.every((axis, i) => axis === i) && sameShape(centre.shape, x.shape.slice(axes.length));
}

/** A sum over dimensions of one element, of what was centred, or over what was only repeated. */
const sum: Rule = (inputs, operation, build) => {
  const [a] = inputs;
  const {
    attributes,
    outputs: [output],
  } = operation;
  if (!output) return undefined;
  if (sizeOf(a.shape) === sizeOf(output.shape) && a.dtype === output.dtype)
    return build.op('Reshape', [a], { shape: [...output.shape] });
  const merged = overTrailing(inputs, operation, build);
  if (merged) return merged;
  if (isCentred(a, attributes.axis as readonly number[])) return build.fill(output.shape, 0, 'float32');
  const spread = madeBy(a, 'BroadcastTo')?.inputs[0];
  if (!spread || a.dtype !== 'float32') return undefined;
  const missing = a.shape.length - spread.shape.length;
  const aligned = a.shape.map((_, i) => (i < missing ? 1 : (spread.shape[i - missing] as number)));
  const axes = attributes.axis as readonly number[];
  const repeated = axes.filter((axis) => aligned[axis] === 1);
  if (repeated.length !== axes.length) return undefined;
  const times = repeated.reduce((product, axis) => product * (a.shape[axis] as number), 1);
  const kept = aligned.flatMap((size, i) =>
    axes.includes(i) ? (output.shape.length === a.shape.length ? [1] : []) : [size],
  );
  const scaled = build.op('Multiply', [build.op('Reshape', [spread], { shape: kept }), build.scalar(times)]);
  return sameShape(scaled.shape, output.shape)
    ? scaled
    : build.op('BroadcastTo', [scaled], { shape: [...output.shape] });
};

/** A choice between equals; and y where x > 0, else α y, as in the gradient of a leaky relu: y · step(x), which is faster. Where x is NaN, the result is NaN too. */
const select: Rule = ([condition, y, otherwise], operation, build) => {
  if (y === otherwise) return as(y, operation, build);
  const [output] = operation.outputs;
  const [x, bound] = madeBy(condition, 'Greater')?.inputs ?? [];
  const factors = madeBy(otherwise, 'Multiply')?.inputs ?? [];
  const slope = factors
    .map((factor) => (factor === y ? undefined : uniformOf(factor)))
    .find((value) => value !== undefined);
  if (!x || !bound || uniformOf(bound) !== 0 || !factors.includes(y) || slope === undefined) return undefined;
  const isEven = [x, y, output].every((value) => value?.dtype === 'float32' && sameShape(value.shape, y.shape));
  return isEven && slope >= 0 && slope <= 1
    ? build.op('Multiply', [y, build.op('Step', [x], { alpha: slope })])
    : undefined;
};

const RULES: Readonly<Record<string, Rule>> = {
  Add: add,
  Sub: subtract,
  Multiply: multiply,
  RealDiv: divide,
  Pow: power,
  BatchMatMul: matMul,
  Neg: negate,
  Reshape: reshape,
  Transpose: transpose,
  BroadcastTo: broadcast,
  Cast: cast,
  Sum: sum,
  Any: overTrailing,
  Select: select,
};
