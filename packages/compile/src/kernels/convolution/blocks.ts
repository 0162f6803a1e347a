import type { Geometry } from './geometry';
import { range } from './rows';

/** Neighbouring blocks of an axis. Blocks have the length of the stride, and are counted from where the padding begins. */
export interface Blocks {
  readonly blocks: readonly number[];
  /** Taps by which outputs reach them: block b is reached by output b − tap. */
  readonly taps: readonly number[];
  /** Places in them at which there are pixels of the image. */
  readonly places: readonly number[];
  /** Their pixels, each with the positions of its block in `blocks` and of its place in `places`. */
  readonly pixels: readonly { readonly pixel: number; readonly block: number; readonly place: number }[];
}

/** All blocks of an axis as one. */
function blocksOf(geometry: Geometry, axis: 0 | 1): Blocks {
  const { input, filter, strides, before } = geometry;
  const [size, stride, padding] = [input[axis], strides[axis], before[axis]];
  const first = Math.floor(padding / stride);
  const last = Math.floor((size - 1 + padding) / stride);
  const taps = range(Math.ceil(filter[axis] / stride));
  const blocks = range(last - first + 1).map((i) => first + i);
  return withPixels(geometry, axis, { blocks, taps, places: range(stride) });
}

function withPixels({ input, strides, before }: Geometry, axis: 0 | 1, strip: Omit<Blocks, 'pixels'>): Blocks {
  const pixels = strip.blocks.flatMap((block, i) =>
    strip.places
      .map((place, j) => ({ pixel: block * strides[axis] + place - before[axis], block: i, place: j }))
      .filter(({ pixel }) => pixel >= 0 && pixel < input[axis]),
  );
  return { ...strip, pixels };
}

/** Multiplications in whose time ONNX Runtime sets one more product up: about 0.04 ms. */
const OVERHEAD = 2 ** 22;

/**
 * Rows and columns of blocks, either all as one or the outermost apart: there padding hides pixels and windows find nothing, so that
 * small images are computed faster if their edges have products of their own.
 */
export function stripsOf(geometry: Geometry): { rows: readonly Blocks[]; columns: readonly Blocks[] } {
  const [rows, columns] = [edgesOf(geometry, 0), edgesOf(geometry, 1)];
  const [allRows, allColumns] = [[blocksOf(geometry, 0)], [blocksOf(geometry, 1)]];
  const options = [
    { rows: allRows, columns: allColumns },
    { rows, columns: allColumns },
    { rows, columns },
  ];
  const unit = geometry.batch * geometry.inputs * geometry.outputs;
  const costs = options.map(
    (option) => work(option.rows) * work(option.columns) * unit + option.rows.length * option.columns.length * OVERHEAD,
  );
  return options[costs.indexOf(Math.min(...costs))] ?? { rows, columns };
}

const work = (strips: readonly Blocks[]): number =>
  strips.reduce((sum, { blocks, taps, places }) => sum + blocks.length * taps.length * places.length, 0);

/** The blocks of an axis with the first and the last apart. */
function edgesOf(geometry: Geometry, axis: 0 | 1): Blocks[] {
  const all = blocksOf(geometry, axis);
  return [all.blocks.slice(0, 1), all.blocks.slice(1, -1), all.blocks.slice(Math.max(1, all.blocks.length - 1))]
    .filter((blocks) => blocks.length > 0)
    .map((blocks) => edge(geometry, axis, all, blocks));
}

/** Some blocks with only the taps and places of which at least one of them has use. */
function edge(geometry: Geometry, axis: 0 | 1, all: Blocks, blocks: readonly number[]): Blocks {
  const { input, output, strides, before } = geometry;
  const reaches = (tap: number): boolean => blocks.some((block) => block - tap >= 0 && block - tap < output[axis]);
  const holds = (place: number): boolean =>
    blocks.some((block) => {
      const pixel = block * strides[axis] + place - before[axis];
      return pixel >= 0 && pixel < input[axis];
    });
  const taps = all.taps.filter(reaches);
  return withPixels(geometry, axis, {
    blocks,
    taps: taps.length === 0 ? all.taps.slice(0, 1) : taps,
    places: all.places.filter(holds),
  });
}
