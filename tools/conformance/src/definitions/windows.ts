import type { Definition } from './definition';
import { fill, type Grid, indicesOf } from './grid';

const pair = (value: unknown): [number, number] =>
  (Array.isArray(value) ? [value[0], value[1]] : [value as number, value as number]) as [number, number];

/** Where windows begin, and how many there are, along one side. */
function places(
  size: number,
  window: number,
  stride: number,
  pad: unknown,
  rounding: unknown,
  side: 0 | 1,
): { count: number; before: number } {
  if (pad === 'valid') return { count: Math.ceil((size - window + 1) / stride), before: 0 };
  if (pad === 'same') {
    const count = Math.ceil(size / stride);
    return { count, before: Math.floor(Math.max(0, (count - 1) * stride + window - size) / 2) };
  }
  const [before, after] = (Array.isArray(pad) ? pad[side + 1] : [pad, pad]) as [number, number];
  const exact = (size + before + after - window) / stride + 1;
  const round = rounding === 'ceil' ? Math.ceil : rounding === 'round' ? Math.round : Math.floor;
  return { count: round(exact), before };
}

interface Windows {
  readonly counts: readonly [number, number];
  /** The places in the image, or undefined for padding, that offset [i, j] of window [y, x] meets. */
  readonly meet: (y: number, x: number, i: number, j: number) => readonly [number, number] | undefined;
}

function windowsOf(
  [height, width]: readonly [number, number],
  window: readonly [number, number],
  attributes: Readonly<Record<string, unknown>>,
): Windows {
  const { pad, dimRoundingMode } = attributes;
  const [strides, dilations] = [pair(attributes.strides), pair(attributes.dilations ?? 1)];
  const [down, across] = ([0, 1] as const).map((side) =>
    places(
      [height, width][side] as number,
      (window[side] - 1) * dilations[side] + 1,
      strides[side],
      pad,
      dimRoundingMode,
      side,
    ),
  ) as [ReturnType<typeof places>, ReturnType<typeof places>];
  return {
    counts: [down.count, across.count],
    meet: (y, x, i, j) => {
      const row = y * strides[0] + i * dilations[0] - down.before;
      const column = x * strides[1] + j * dilations[1] - across.before;
      return row >= 0 && row < height && column >= 0 && column < width ? [row, column] : undefined;
    },
  };
}

const pooling =
  (f: (numbers: readonly number[]) => number): Definition =>
  ({ x }, attributes) => {
    const { shape, at } = x as Grid;
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const window = pair(attributes.filterSize);
    const { counts, meet } = windowsOf([height, width], window, attributes);
    return fill([batch, ...counts, channels], ([n = 0, y = 0, column = 0, c = 0]) =>
      f(
        indicesOf(window).flatMap(([i = 0, j = 0]) => {
          const place = meet(y, column, i, j);
          return place ? [at([n, ...place, c])] : [];
        }),
      ),
    );
  };

export const windows: Readonly<Record<string, Definition>> = {
  MaxPool: pooling((numbers) => Math.max(...numbers)),
  AvgPool: pooling((numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length),
  Conv2D: ({ x, filter }, attributes) => {
    if (attributes.dataFormat === 'NCHW') return undefined;
    const [image, weights] = [x as Grid, filter as Grid];
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const [rows, columns, , outputs] = weights.shape as [number, number, number, number];
    const { counts, meet } = windowsOf([height, width], [rows, columns], attributes);
    return fill([batch, ...counts, outputs], ([n = 0, y = 0, column = 0, out = 0]) => {
      let total = 0;
      for (const [i = 0, j = 0, c = 0] of indicesOf([rows, columns, channels])) {
        const place = meet(y, column, i, j);
        if (place) total += image.at([n, ...place, c]) * weights.at([i, j, c, out]);
      }
      return total;
    });
  },
  DepthwiseConv2dNative: ({ x, filter }, attributes) => {
    const [image, weights] = [x as Grid, filter as Grid];
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const [rows, columns, , multiplier] = weights.shape as [number, number, number, number];
    const { counts, meet } = windowsOf([height, width], [rows, columns], attributes);
    return fill([batch, ...counts, channels * multiplier], ([n = 0, y = 0, column = 0, out = 0]) => {
      const c = Math.floor(out / multiplier);
      let total = 0;
      for (const [i = 0, j = 0] of indicesOf([rows, columns])) {
        const place = meet(y, column, i, j);
        if (place) total += image.at([n, ...place, c]) * weights.at([i, j, c, out % multiplier]);
      }
      return total;
    });
  },
};
