import type { Definition } from './definition';
import { broadcast, broadcastShape, fill, type Grid, indicesOf } from './grid';

const list = (value: unknown): number[] => [value].flat().map(Number);
/** Counted from the front; all where none are given. */
const axesOf = (value: unknown, rank: number): number[] =>
  value === null || value === undefined
    ? Array.from({ length: rank }, (_, k) => k)
    : list(value).map((axis) => (axis < 0 ? axis + rank : axis));
const replaced = (index: readonly number[], axis: number, by: number): number[] =>
  index.map((i, k) => (k === axis ? by : i));

/** Reduces over axes by a function of all their numbers. */
const reduction =
  (attribute: string, f: (numbers: readonly number[]) => number): Definition =>
  ({ x }, attributes) => {
    const { shape, at } = x as Grid;
    const axes = axesOf(attributes[attribute], shape.length);
    const keepDims = attributes.keepDims === true;
    const within = indicesOf(axes.map((axis) => shape[axis] as number));
    const kept = shape.flatMap((d, k) => (axes.includes(k) ? (keepDims ? [1] : []) : [d]));
    return fill(kept, (index) => {
      const rest = [...index];
      const base = shape.map((_, k) => {
        if (!axes.includes(k)) return rest.shift() as number;
        if (keepDims) rest.shift();
        return 0;
      });
      return f(
        within.map((offsets) => at(base.map((i, k) => (axes.includes(k) ? (offsets[axes.indexOf(k)] as number) : i)))),
      );
    });
  };

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

/** A running total of the numbers before, or after, along an axis. */
const scan =
  (total: (numbers: readonly number[]) => number): Definition =>
  ({ x }, { axis, exclusive, reverse }) => {
    const { shape, at } = x as Grid;
    const [along = 0] = axesOf(axis, shape.length);
    return fill(shape, (index) => {
      const here = index[along] as number;
      const taken = Array.from({ length: shape[along] ?? 0 }, (_, i) => i).filter((i) =>
        i === here ? exclusive !== true : reverse === true ? i > here : i < here,
      );
      return total(taken.map((i) => at(replaced(index, along, i))));
    });
  };

export const arrays: Readonly<Record<string, Definition>> = {
  Sum: reduction('axis', sum),
  Mean: reduction('axis', (numbers) => sum(numbers) / numbers.length),
  Prod: reduction('axis', product),
  Max: reduction('reductionIndices', (numbers) => Math.max(...numbers)),
  Min: reduction('axis', (numbers) => Math.min(...numbers)),
  All: reduction('axis', (numbers) => Number(numbers.every(Boolean))),
  Any: reduction('axis', (numbers) => Number(numbers.some(Boolean))),
  ArgMax: reduction('axis', (numbers) => numbers.indexOf(Math.max(...numbers))),
  ArgMin: reduction('axis', (numbers) => numbers.indexOf(Math.min(...numbers))),
  Cumsum: scan(sum),
  Cumprod: scan(product),
  Softmax: ({ logits }) => {
    const { shape, at } = logits as Grid;
    const last = shape.length - 1;
    return fill(shape, (index) => {
      const row = Array.from({ length: shape[last] ?? 0 }, (_, i) => at(replaced(index, last, i)));
      const most = Math.max(...row);
      return Math.exp(at(index) - most) / sum(row.map((x) => Math.exp(x - most)));
    });
  },
  BatchMatMul: ({ a, b }, { transposeA, transposeB }) => {
    const [x, y] = [a as Grid, b as Grid];
    const batch = broadcastShape(x.shape.slice(0, -2), y.shape.slice(0, -2));
    const [p, q] = x.shape.slice(-2) as [number, number];
    const [r, s] = y.shape.slice(-2) as [number, number];
    const [left, right] = [broadcast(x, [...batch, p, q]), broadcast(y, [...batch, r, s])];
    const inner = transposeA ? p : q;
    return fill([...batch, transposeA ? q : p, transposeB ? r : s], (index) => {
      const [i, j] = index.slice(-2) as [number, number];
      const outer = index.slice(0, -2);
      return sum(
        Array.from(
          { length: inner },
          (_, k) =>
            left.at([...outer, ...(transposeA ? [k, i] : [i, k])]) *
            right.at([...outer, ...(transposeB ? [j, k] : [k, j])]),
        ),
      );
    });
  },
  Transpose: ({ x }, { perm }) => {
    const { shape, at } = x as Grid;
    const order = list(perm);
    return fill(
      order.map((k) => shape[k] as number),
      (index) => at(shape.map((_, k) => index[order.indexOf(k)] as number)),
    );
  },
  Tile: ({ x }, { reps }) => {
    const { shape, at } = x as Grid;
    return fill(
      shape.map((d, k) => d * (list(reps)[k] as number)),
      (index) => at(index.map((i, k) => i % (shape[k] as number))),
    );
  },
  PadV2: ({ x }, { paddings, constantValue }) => {
    const { shape, at } = x as Grid;
    const widths = paddings as [number, number][];
    return fill(
      shape.map((d, k) => d + (widths[k]?.[0] ?? 0) + (widths[k]?.[1] ?? 0)),
      (index) => {
        const inner = index.map((i, k) => i - (widths[k]?.[0] ?? 0));
        return inner.every((i, k) => i >= 0 && i < (shape[k] as number)) ? at(inner) : (constantValue as number);
      },
    );
  },
  Reverse: ({ x }, { dims }) => {
    const { shape, at } = x as Grid;
    const axes = axesOf(dims, shape.length);
    return fill(shape, (index) => at(index.map((i, k) => (axes.includes(k) ? (shape[k] as number) - 1 - i : i))));
  },
  Slice: ({ x }, { begin, size }) => {
    const { shape, at } = x as Grid;
    const [from, sizes] = [list(begin), list(size ?? -1)];
    return fill(
      shape.map((d, k) => ((sizes[k] ?? -1) === -1 ? d - (from[k] ?? 0) : (sizes[k] as number))),
      (index) => at(index.map((i, k) => i + (from[k] ?? 0))),
    );
  },
  GatherV2: ({ x, indices }, { axis, batchDims }) => {
    const [from, chosen] = [x as Grid, indices as Grid];
    const [along = 0] = axesOf(axis, from.shape.length);
    const given = Number(batchDims ?? 0);
    const batches = given < 0 ? given + chosen.shape.length : given;
    const between = chosen.shape.slice(batches);
    return fill([...from.shape.slice(0, along), ...between, ...from.shape.slice(along + 1)], (index) => {
      const before = index.slice(0, along);
      const place = index.slice(along, along + between.length);
      const i = chosen.at([...before.slice(0, batches), ...place]);
      return from.at([...before, i, ...index.slice(along + between.length)]);
    });
  },
  UnsortedSegmentSum: ({ x, segmentIds }, { numSegments }) => {
    const [from, ids] = [x as Grid, segmentIds as Grid];
    return fill([numSegments as number, ...from.shape.slice(1)], ([segment, ...rest]) =>
      sum(
        Array.from({ length: from.shape[0] as number }, (_, i) =>
          ids.at([i]) === segment ? from.at([i, ...rest]) : 0,
        ),
      ),
    );
  },
  Select: ({ condition, t, e }) => {
    const [test, yes, no] = [condition as Grid, t as Grid, e as Grid];
    return fill(yes.shape, (index) => (test.at(index.slice(0, test.shape.length)) ? yes : no).at(index));
  },
};
