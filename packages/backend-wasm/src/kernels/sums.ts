import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type CFunction, constant, type KernelArguments, run, shapeBytes, view, type WasmBackend } from '../backend';

/*
 * tfjs sums over the last dimensions only, and transposes for all others. The gradients of biases and batch
 * normalisation are sums over all but the last dimension; here the first half of the rows is added to the second, again
 * and again, which also rounds least.
 */
export function setUpSums(backend: WasmBackend): void {
  add = backend.wasm.cwrap('Add', null, [
    'number', // a
    'array', // shape of a
    'number', // its length
    'number', // b
    'array', // shape of b
    'number', // its length
    'number', // data type
    'number', // out
  ]);
}

let add: CFunction;

/** The sum that the arguments ask for, or undefined where tfjs's kernel is as good. */
export function sum(args: KernelArguments): TensorInfo | undefined {
  const rows = rowsOf(args);
  return rows && sumOfRows(args.backend, args.inputs.x as TensorInfo, rows);
}

/** The same for a mean. */
export function mean(args: KernelArguments): TensorInfo | undefined {
  const rows = rowsOf(args);
  if (!rows) return undefined;
  const { backend } = args;
  return scratch(backend, (keep) => {
    const total = keep(sumOfRows(backend, args.inputs.x as TensorInfo, rows));
    return run(backend, 'RealDiv', { a: total, b: keep(constant(backend, rows.count, 'float32')) });
  });
}

interface Rows {
  /** How many lie before the summed dimensions, how many are summed, and the length of each. */
  readonly groups: number;
  readonly count: number;
  readonly width: number;
  readonly outShape: readonly number[];
}

/**
 * The rows to add up, if they are of floats and neighbours in memory; undefined if the sum is over the last dimension
 * too.
 */
function rowsOf({ inputs, attrs }: KernelArguments): Rows | undefined {
  const { x } = inputs as { x: TensorInfo };
  const { axis, keepDims } = attrs as { axis: number | number[]; keepDims: boolean };
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first = 0] = axes;
  const end = first + axes.length;
  const [groups, count, width] = [x.shape.slice(0, first), x.shape.slice(first, end), x.shape.slice(end)].map((part) =>
    util.sizeFromShape(part),
  ) as [number, number, number];
  const adjacent = axes.at(-1) === end - 1;
  if (x.dtype !== 'float32' || !adjacent || width === 1 || groups * count * width === 0) return undefined;
  const outShape = keepDims
    ? x.shape.map((size, d) => (d >= first && d < end ? 1 : size))
    : [...x.shape.slice(0, first), ...x.shape.slice(end)];
  return { groups, count, width, outShape };
}

function sumOfRows(backend: WasmBackend, x: TensorInfo, { groups, count, width, outShape }: Rows): TensorInfo {
  const out = backend.makeOutput(outShape, 'float32');
  if (groups === 1 && count > 1 && count * width > 100_000) addHalves(backend, x, out, count, width);
  else addInTurn(backend, x, out, count, width);
  return out;
}

function addHalves(backend: WasmBackend, x: TensorInfo, out: TensorInfo, count: number, width: number): void {
  const sums = backend.makeOutput([Math.floor(count / 2) * width], 'float32');
  let source = x;
  for (let rows = count; rows > 1; rows = Math.floor(rows / 2)) {
    const half = Math.floor(rows / 2);
    const target = half === 1 ? out : sums;
    addRows(backend, [source, 0], [source, half * width], target, half * width);
    if (rows % 2 === 1) addRows(backend, [target, 0], [source, 2 * half * width], target, width);
    source = target;
  }
  backend.disposeData(sums.dataId);
}

type Place = readonly [x: TensorInfo, start: number];

/** Writes the sum of `size` numbers of a and of b to the beginning of out, which may be where those of a are. */
function addRows(backend: WasmBackend, a: Place, b: Place, out: TensorInfo, size: number): void {
  const shape = shapeBytes([size]);
  view(backend, ...a, size, (left) =>
    view(backend, ...b, size, (right) =>
      view(backend, out, 0, size, (to) => add(left, shape, 1, right, shape, 1, 0, to)),
    ),
  );
}

function addInTurn(backend: WasmBackend, x: TensorInfo, out: TensorInfo, count: number, width: number): void {
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(out);
  const sums = new Float64Array(width);
  for (let source = 0, target = 0; target < to.length; target += width) {
    sums.fill(0);
    for (let row = 0; row < count; row++)
      for (let i = 0; i < width; i++, source++) sums[i] = (sums[i] as number) + (from[source] as number);
    to.set(sums, target);
  }
}
