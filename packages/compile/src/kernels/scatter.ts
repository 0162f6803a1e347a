import { ArgumentError, formatShape, sizeOf, UnsupportedError } from '@jensenjs/core';
import { add, reshape, scatterND, tensorScatterUpdate, zerosLike } from '@tensorflow/tfjs-core';
import type { Builder } from '../graph/builder';
import { uniformOf } from '../graph/constants';
import type { Value } from '../graph/graph';
import { flatIndices } from './flat-indices';
import { inputAt, numbers } from './read';
import type { Composite, Primitive, Rows } from './row';

/**
 * data [rows, width] with each of updates [n, width] put, or added when `adds`, at one of places [n] in [0, rows). Of updates put at
 * one place the last stays. All scattering is written with it; tfjs has no kernel of this name.
 *
 * Places out of range are an error in tfjs; compiled, negative ones count from the end.
 */
const rowScatter: Primitive = {
  inputs: ['data', 'places', 'updates'],
  infer([data, places, updates], { adds }) {
    if (!data || !places || !updates || data.shape.length !== 2 || data.dtype !== updates.dtype)
      throw new ArgumentError('ScatterRows', 'expected data [rows, width], places [n] and updates [n, width].');
    return { outputs: [data], attributes: { adds: adds === true } };
  },
  lower(emit, { inputs, attributes }) {
    const [data, places, updates] = [0, 1, 2].map((i) => inputAt('ScatterRows', inputs, i)) as [Value, Value, Value];
    const uniform = uniformOf(data);
    const start =
      uniform === undefined
        ? emit.name(data)
        : emit.node('Expand', [emit.scalar(uniform, data.dtype), emit.int64(data.shape)]);
    const column = emit.node('Reshape', [emit.name(places), emit.int64([sizeOf(places.shape), 1])]);
    const everywhere = emit.node('Expand', [column, emit.int64(updates.shape)]);
    // ScatterND needs no expanded places, but several threads of ONNX Runtime lose sums at places that occur twice.
    const reduction = attributes.adds === true ? 'add' : 'none';
    return [emit.node('ScatterElements', [start, everywhere, emit.name(updates)], { axis: 0, reduction })];
  },
  interpret({ attributes }, [data, places, updates]) {
    if (!data || !places || !updates) throw new ArgumentError('ScatterRows', 'lacks an input.');
    const column = reshape(places, [places.size, 1]);
    if (attributes.adds === true) return add(data, scatterND(column, updates, data.shape));
    return tensorScatterUpdate(add(data, zerosLike(data)), column, updates);
  },
};

/** Scatters updates [..., ...slice] at indices [..., depth] over a tensor of this shape, given as rows. */
function scattered(
  build: Builder,
  kernel: string,
  rowsOf: (shape: readonly [number, number]) => Value,
  indices: Value,
  updates: Value,
  shape: readonly number[],
  adds: boolean,
): Value {
  const depth = indices.shape.length > 1 ? (indices.shape.at(-1) ?? 1) : 1;
  const [sizes, slice] = [shape.slice(0, depth), shape.slice(depth)];
  const width = sizeOf(slice);
  const column =
    indices.shape.length > 1 ? indices : build.op('Reshape', [indices], { shape: [sizeOf(indices.shape), 1] });
  const places = flatIndices(build, kernel, column, sizes);
  const expected = sizeOf(places.shape) * width;
  if (sizeOf(updates.shape) !== expected)
    throw new ArgumentError(
      kernel,
      `updates ${formatShape(updates.shape)} do not fit indices ${formatShape(indices.shape)} into ${formatShape(shape)}.`,
    );
  const rows = build.op('Reshape', [updates], { shape: [sizeOf(places.shape), width] });
  const result = build.op('ScatterRows', [rowsOf([sizeOf(sizes), width]), places, rows], { adds });
  return build.op('Reshape', [result], { shape });
}

/** The sum of updates [..., ...slice] at each of indices [..., depth], in a tensor of zeros of `shape`. */
const scatterNd: Composite = {
  inputs: ['indices', 'updates'],
  expand(build, inputs, attributes) {
    const [indices, updates] = [inputAt('ScatterNd', inputs), inputAt('ScatterNd', inputs, 1)];
    if (updates.dtype === 'bool')
      throw new UnsupportedError('ScatterNd', 'cannot add bool. Cast the updates to int32.');
    const zeros = (shape: readonly number[]): Value => build.fill(shape, 0, updates.dtype);
    return scattered(build, 'ScatterNd', zeros, indices, updates, numbers('ScatterNd', attributes.shape), true);
  },
};

/** A tensor with updates put at indices [..., depth]. */
const scatterUpdate: Composite = {
  inputs: ['tensor', 'indices', 'updates'],
  expand(build, inputs) {
    const [tensor, indices, updates] = [0, 1, 2].map((i) => inputAt('TensorScatterUpdate', inputs, i)) as [
      Value,
      Value,
      Value,
    ];
    const rows = (shape: readonly number[]): Value => build.op('Reshape', [tensor], { shape });
    return scattered(build, 'TensorScatterUpdate', rows, indices, updates, tensor.shape, false);
  },
};

/** `sparseValues`, one or one for each index, put at `sparseIndices` into a tensor full of `defaultValue`. */
const sparseToDense: Composite = {
  inputs: ['sparseIndices', 'sparseValues', 'defaultValue'],
  expand(build, inputs, attributes) {
    const [indices, values, fallback] = [0, 1, 2].map((i) => inputAt('SparseToDense', inputs, i)) as [
      Value,
      Value,
      Value,
    ];
    const shape = numbers('SparseToDense', attributes.outputShape);
    const count = indices.shape.length > 1 ? (indices.shape[0] ?? 1) : sizeOf(indices.shape);
    const full = (size: readonly number[], value: Value): Value =>
      build.op('Tile', [build.op('Reshape', [value], { shape: size.map(() => 1) })], { reps: size });
    const updates = sizeOf(values.shape) === 1 ? full([count], values) : values;
    return scattered(build, 'SparseToDense', (size) => full(size, fallback), indices, updates, shape, false);
  },
};

/**
 * Up to so many segments, a product with the ids as one-hot rows. For x [128, 64] it takes half the time of adding row by row with 10
 * or 100 segments, and twice the time with 1000; the limit lies between.
 */
const FEW_SEGMENTS = 256;

/**
 * x [n, ...rest], segmentIds [n] → [numSegments, ...rest]: for each segment the sum of its rows, as float32. Rows whose id is out of
 * range count nowhere.
 */
const unsortedSegmentSum: Composite = {
  inputs: ['x', 'segmentIds'],
  expand(build, inputs, { numSegments }) {
    const kernel = 'UnsortedSegmentSum';
    const [x, ids] = [inputAt(kernel, inputs), inputAt(kernel, inputs, 1)];
    const segments = Number(numSegments);
    const [n] = ids.shape;
    if (n === undefined || ids.shape.length !== 1 || x.shape[0] !== n || ids.dtype !== 'int32')
      throw new UnsupportedError(
        kernel,
        `expected x [n, ...] and int32 segmentIds [n], got ${formatShape(x.shape)} and ${formatShape(ids.shape)}. Reshape them.`,
      );
    const rest = x.shape.slice(1);
    const width = sizeOf(rest);
    const floats = x.dtype === 'float32' ? x : build.op('Cast', [x], { dtype: 'float32' });
    const rows = build.op('Reshape', [floats], { shape: [n, width] });
    const sums =
      segments <= FEW_SEGMENTS
        ? build.op('BatchMatMul', [build.op('OneHot', [ids], { depth: segments, dtype: 'float32' }), rows], {
            transposeA: true,
            transposeB: false,
          })
        : addedRows(build, rows, ids, segments);
    const shaped = build.op('Reshape', [sums], { shape: [segments, ...rest] });
    return x.dtype === 'int32' ? build.op('Cast', [shaped], { dtype: 'int32' }) : shaped;
  },
};

/** What is out of range goes to one more row, which is cut off. */
function addedRows(build: Builder, rows: Value, ids: Value, segments: number): Value {
  const width = rows.shape[1] ?? 1;
  const spare = build.fill(ids.shape, segments, 'int32');
  const inside = build.op('LogicalAnd', [
    build.op('GreaterEqual', [ids, build.scalar(0, 'int32')]),
    build.op('Less', [ids, build.scalar(segments, 'int32')]),
  ]);
  const places = build.op('Select', [inside, ids, spare]);
  const zeros = build.fill(rows.shape.with(0, segments + 1), 0);
  const sums = build.op('ScatterRows', [zeros, places, rows], { adds: true });
  return build.op('Slice', [sums], { begin: [0, 0], size: [segments, width] });
}

export const scatterRows: Rows = {
  ScatterRows: rowScatter,
  ScatterNd: scatterNd,
  TensorScatterUpdate: scatterUpdate,
  SparseToDense: sparseToDense,
  UnsortedSegmentSum: unsortedSegmentSum,
};
