/** Grey images, row-major, [count, height, width], 0 to 1. */
export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Float32Array;
}

/** Grey and alpha bytes, interleaved, row-major. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The images `from` (included) to `to` (excluded). The pixels are shared. */
export function slice(images: Images, from: number, to: number): Images {
  const size = images.height * images.width;
  return { ...images, count: to - from, pixels: images.pixels.subarray(from * size, to * size) };
}

export interface Tiling {
  readonly columns: number;
  /** Transparent pixels between images; 2 when left out. */
  readonly gap?: number;
  /** Between rows; as `gap` when left out. */
  readonly rowGap?: number;
}

/** Images side by side in rows of `columns`; those missing in the last row are transparent. */
export function tile(images: Images, { columns, gap = 2, rowGap = gap }: Tiling): Raster {
  const rows = Math.ceil(images.count / columns);
  const width = columns * (images.width + gap) - gap;
  const height = rows * (images.height + rowGap) - rowGap;
  const data = new Uint8Array(width * height * 2);
  for (let image = 0; image < images.count; image++) {
    const left = (image % columns) * (images.width + gap);
    const top = Math.floor(image / columns) * (images.height + rowGap);
    for (let y = 0; y < images.height; y++)
      for (let x = 0; x < images.width; x++) {
        const to = 2 * ((top + y) * width + left + x);
        data[to] = byte(images.pixels[(image * images.height + y) * images.width + x] ?? 0);
        data[to + 1] = 255;
      }
  }
  return { width, height, data };
}

/** Each pixel becomes a square of `factor` by `factor`. */
export function enlarge({ width, height, data }: Raster, factor: number): Raster {
  const large = new Uint8Array(width * height * factor * factor * 2);
  for (let y = 0; y < height * factor; y++)
    for (let x = 0; x < width * factor; x++) {
      const from = 2 * (Math.floor(y / factor) * width + Math.floor(x / factor));
      const to = 2 * (y * width * factor + x);
      large[to] = data[from] ?? 0;
      large[to + 1] = data[from + 1] ?? 0;
    }
  return { width: width * factor, height: height * factor, data: large };
}

/** Puts the raster on a page of one grey, with a margin. */
export function mount({ width, height, data }: Raster, { margin, grey }: { margin: number; grey: number }): Raster {
  const outer = { width: width + 2 * margin, height: height + 2 * margin };
  const page = new Uint8Array(outer.width * outer.height * 2);
  for (let i = 0; i < page.length; i += 2) page.set([grey, 255], i);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = 2 * (y * width + x);
      if (data[from + 1]) page[2 * ((y + margin) * outer.width + x + margin)] = data[from] ?? 0;
    }
  return { ...outer, data: page };
}

/** All images of some stacks of one size, one stack after another. */
export function joined(stacks: readonly Images[]): Images {
  const [{ height, width } = { height: 0, width: 0 }] = stacks;
  const pixels = new Float32Array(stacks.reduce((total, stack) => total + stack.pixels.length, 0));
  let at = 0;
  for (const stack of stacks) {
    pixels.set(stack.pixels, at);
    at += stack.pixels.length;
  }
  return { count: stacks.reduce((total, { count }) => total + count, 0), height, width, pixels };
}

function byte(value: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
