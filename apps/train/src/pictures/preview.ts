import { type Images, slice } from './raster';

/** What the terminal shows: 24-bit or 256 colours, or characters only. */
export type Depth = 'true' | '256' | 'none';

/** The colours of a stream, by the conventions of FORCE_COLOR, NO_COLOR, COLORTERM and TERM. */
export function colourDepth(stream: { isTTY?: boolean | undefined }, env: NodeJS.ProcessEnv): Depth {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  if (env.FORCE_COLOR === '0' || (env.NO_COLOR && !forced) || env.TERM === 'dumb') return 'none';
  if (!forced && !stream.isTTY) return 'none';
  return env.FORCE_COLOR === '3' || /truecolor|24bit/.test(env.COLORTERM ?? '') ? 'true' : '256';
}

/** Draws images at half their resolution, as many side by side as fit into `columns` characters. Lines without ends. */
export function preview(images: Images, { columns, depth }: { columns: number; depth: Depth }): string[] {
  const small = halve(images);
  const fitting = Math.max(1, Math.floor((columns + GAP) / (small.width + GAP)));
  // Rows of equal length look better than a full one and a rest.
  const across = Math.ceil(small.count / Math.ceil(small.count / fitting));
  const lines: string[] = [];
  for (let first = 0; first < small.count; first += across) {
    if (first > 0) lines.push('');
    lines.push(...row(slice(small, first, Math.min(first + across, small.count)), depth));
  }
  return lines;
}

const GAP = 2;

function row({ count, height, width, pixels }: Images, depth: Depth): string[] {
  const at = (image: number, y: number, x: number): number =>
    y < height ? (pixels[(image * height + y) * width + x] ?? 0) : 0;
  return Array.from({ length: Math.ceil(height / 2) }, (_, line) => {
    const parts = Array.from({ length: count }, (_, image) => {
      let part = '';
      for (let x = 0; x < width; x++) part += cell(at(image, 2 * line, x), at(image, 2 * line + 1, x), depth);
      return depth === 'none' ? part : `${part}\x1b[0m`;
    });
    return parts.join(' '.repeat(GAP)).trimEnd();
  });
}

const RAMP = ' .:-=+*#%@';

/** Two pixels, one above the other, as one character. */
function cell(top: number, bottom: number, depth: Depth): string {
  if (depth === 'none') return RAMP[Math.min(RAMP.length - 1, Math.floor(((top + bottom) / 2) * RAMP.length))] ?? ' ';
  return `\x1b[38;${grey(top, depth)};48;${grey(bottom, depth)}m▀`;
}

function grey(value: number, depth: Depth): string {
  if (depth === '256') return `5;${232 + Math.round(23 * value)}`;
  const level = Math.round(255 * value);
  return `2;${level};${level};${level}`;
}

/** Means over squares of two by two pixels. */
function halve({ count, height, width, pixels }: Images): Images {
  const small = { count, height: Math.floor(height / 2), width: Math.floor(width / 2) };
  const out = new Float32Array(count * small.height * small.width);
  for (let image = 0; image < count; image++)
    for (let y = 0; y < small.height; y++)
      for (let x = 0; x < small.width; x++) {
        const from = (image * height + 2 * y) * width + 2 * x;
        const sum = [from, from + 1, from + width, from + width + 1].reduce((total, i) => total + (pixels[i] ?? 0), 0);
        out[(image * small.height + y) * small.width + x] = sum / 4;
      }
  return { ...small, pixels: out };
}
