import { broadcastShapes, sameShape, sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import type { Graph, Operation, Value } from '../graph/graph';
import { countUses } from './count-uses';
import { madeBy, type Replacement, rewrite } from './rewrite';

/**
 * Takes factors that are the same along dimensions that are summed out of the sum, and multiplies small factors with one another
 * before they multiply large tensors: the gradients of normalisations have many of both, one number for each channel. Sums of
 * one product with different factors become one sum.
 */
export function factorOut(graph: Graph): Graph {
  const uses = countUses(graph);
  const places = new Map(
    [...graph.inputs, ...graph.operations.flatMap(({ outputs }) => outputs)].map((value, i) => [value, i]),
  );
  const placeOf = (value: Value): number => places.get(value) ?? -1;
  return rewrite(graph, (_, build, { operation, now }) => {
    if (operation.outputs[0]?.dtype !== 'float32') return undefined;
    if (operation.kernel === 'Multiply') return groupSmall(operation, uses, build, now);
    if (operation.kernel !== 'Sum') return undefined;
    return sumOfProduct(operation, uses, build, now, placeOf);
  });
}

type Now = (value: Value) => Value;

/** (A · c₁) · c₂ = A · (c₁ · c₂) for a large A that only this needs in between. */
function groupSmall(operation: Operation, uses: ReadonlyMap<Value, number>, build: Builder, now: Now): Replacement {
  const [output] = operation.outputs as [Value];
  for (const [outer, product] of orders(operation)) {
    if (uses.get(product) !== 1 || !isSmall(outer, output)) continue;
    const inner = madeBy(product, 'Multiply');
    for (const [small, large] of inner ? orders(inner) : []) {
      if (!isSmall(small, output) || !sameShape(large.shape, output.shape)) continue;
      return build.op('Multiply', [now(large), build.op('Multiply', [now(small), now(outer)])]);
    }
  }
  return undefined;
}

const orders = ({ inputs }: Operation): readonly (readonly [Value, Value])[] => {
  const [a, b] = inputs as [Value, Value];
  return [
    [a, b],
    [b, a],
  ];
};

const isSmall = (value: Value, beside: Value): boolean => 4 * sizeOf(value.shape) <= sizeOf(beside.shape);

function sumOfProduct(
  operation: Operation,
  uses: ReadonlyMap<Value, number>,
  build: Builder,
  now: Now,
  placeOf: (value: Value) => number,
): Replacement {
  const [[input], [output]] = [operation.inputs, operation.outputs] as unknown as [[Value], [Value]];
  const { axis, keepDims } = operation.attributes as { axis: readonly number[]; keepDims: boolean };
  const { outside, inside } = split(input, axis, uses);
  const shape = inside.map((value) => value.shape).reduce<readonly number[]>((a, b) => broadcastShapes(a, b), []);
  if (outside.length === 0 || !sameShape(shape, input.shape)) return undefined;
  const product = (values: readonly Value[]): Value =>
    values.map(now).reduce((left, right) => build.op('Multiply', [left, right]));
  const total = build.op('Sum', [product(inside.sort((a, b) => placeOf(a) - placeOf(b)))], {
    axis: [...axis],
    keepDims,
  });
  const factors = outside.map((value) => {
    const shape = reduced(value, input, axis, keepDims);
    return sameShape(shape, value.shape) ? now(value) : build.op('Reshape', [now(value)], { shape });
  });
  const result = [total, ...factors].reduce((left, right) => build.op('Multiply', [left, right]));
  return sameShape(result.shape, output.shape) ? result : undefined;
}

/** The factors of a product, by whether they are the same along the axes. */
function split(
  whole: Value,
  axes: readonly number[],
  uses: ReadonlyMap<Value, number>,
): { readonly outside: readonly Value[]; readonly inside: Value[] } {
  const outside: Value[] = [];
  const inside: Value[] = [];
  const visit = (value: Value): void => {
    const operation = madeBy(value, 'Multiply');
    if (!operation || !sameShape(value.shape, whole.shape)) {
      inside.push(value);
      return;
    }
    for (const [factor, rest] of orders(operation))
      if (isConstantAlong(factor, whole, axes)) {
        outside.push(factor);
        visit(rest);
        return;
      }
    if (value !== whole && uses.get(value) !== 1) inside.push(value);
    else for (const factor of operation.inputs) visit(factor);
  };
  visit(whole);
  return { outside, inside };
}

/** The shape of a value beside a whole, as long as that. */
const aligned = ({ shape }: Value, whole: Value): number[] => [
  ...whole.shape.slice(shape.length).map(() => 1),
  ...shape,
];

const isConstantAlong = (value: Value, whole: Value, axes: readonly number[]): boolean => {
  const shape = aligned(value, whole);
  return axes.every((axis) => shape[axis] === 1 && whole.shape[axis] !== 1);
};

/** The shape of a factor beside the sum. */
function reduced(value: Value, whole: Value, axes: readonly number[], keepDims: boolean): number[] {
  const shape = aligned(value, whole);
  return keepDims ? shape : shape.filter((_, i) => !axes.includes(i));
}
