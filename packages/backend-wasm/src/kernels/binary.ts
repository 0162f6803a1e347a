import { scratch } from '@jensenjs/core/adapter';
import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { computed, type Kernel, run, type WasmBackend } from '../backend';

type NumberFunction = (a: number, b: number) => number;

/** Combines the numbers of two tensors whose shapes broadcast. */
function combine(
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  dtype: 'float32' | 'int32' | 'bool',
  of: NumberFunction,
): TensorInfo {
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [placesOfA, placesOfB] = [a, b].map((x) => broadcastPlaces(x.shape, shape));
  return computed(backend, shape, dtype, [a, b], (to, left, right) => {
    for (let i = 0; i < to.length; i++)
      to[i] = of(left?.[placesOfA?.[i] ?? i] as number, right?.[placesOfB?.[i] ?? i] as number);
  });
}

/** For each number of a tensor of `shape`, the place of the number of one of `own` shape that it meets; none if they are equal. */
function broadcastPlaces(own: readonly number[], shape: readonly number[]): Int32Array | undefined {
  if (util.arraysEqual([...own], [...shape])) return undefined;
  let places = new Int32Array(1);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = own[d - shape.length + own.length] ?? 1;
    const times = shape[d] ?? 1;
    const next = new Int32Array(places.length * times);
    for (let i = 0; i < times; i++)
      for (let j = 0; j < places.length; j++)
        next[i * places.length + j] = (size === 1 ? 0 : i * step) + (places[j] as number);
    places = next;
    step *= size;
  }
  return places;
}

/** ⌊a / b⌋, int32 as on the other backends: tfjs's kernel gives floats, and divides the bits of integers as floats. */
export const floorDiv: Kernel = {
  name: 'FloorDiv',
  make:
    () =>
    ({ inputs, backend }) =>
      combine(backend, inputs.a as TensorInfo, inputs.b as TensorInfo, 'int32', (a, b) => Math.floor(a / b)),
};

/** The remainder that has the sign of b. tfjs's kernel stops the program when an integer is divided by 0. */
export const mod: Kernel = {
  name: 'Mod',
  make:
    () =>
    ({ inputs, backend }) => {
      const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
      const dtype = a.dtype === 'float32' ? 'float32' : 'int32';
      return combine(backend, a, b, dtype, (x, y) => {
        const rest = x % y;
        return x < 0 === y < 0 ? rest : (rest + y) % y;
      });
    },
};

/** tfjs's kernels give the other number where b is NaN, which hides it. */
export const extremes: readonly Kernel[] = ['Maximum', 'Minimum'].map((name) => ({
  name,
  make: (stock) => (args) => {
    const { b } = args.inputs as { b: TensorInfo };
    const { backend } = args;
    if (!holdsNaN(backend, b)) return stock(args);
    return scratch(backend, (keep) => {
      const mark = computed(backend, b.shape, 'float32', [b], (to, from) =>
        to.forEach((_, i) => (to[i] = Number.isNaN(from?.[i]) ? Number.NaN : 0)),
      );
      return run(backend, 'Add', { a: keep(stock(args)), b: keep(mark) });
    });
  },
}));

/** a^b. tfjs's kernel gives 1 for powers of 1 and −1 whose exponent is not finite; here they are NaN, as on the other backends. */
export const pow: Kernel = {
  name: 'Pow',
  make: (stock) => (args) => {
    const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
    return allFinite(args.backend, b) ? stock(args) : combine(args.backend, a, b, 'float32', Math.pow);
  },
};

/** Whether a tensor has a NaN. */
export const holdsNaN = (backend: WasmBackend, x: TensorInfo): boolean =>
  !allFinite(backend, x) && backend.typedArrayFromHeap(x).includes(Number.NaN);

function allFinite(backend: WasmBackend, x: TensorInfo): boolean {
  if (x.dtype !== 'float32') return true;
  const numbers = backend.typedArrayFromHeap(x);
  let sum = 0; // of zeros, and of NaN for what is not finite; without a branch, which takes longer
  for (let i = 0; i < numbers.length; i++) sum += (numbers[i] as number) - (numbers[i] as number);
  return sum === 0;
}
