import type { Images } from './raster';

/** What the terminal shows: 24-bit or 256 colours, or characters only. */
export type Depth = 'true' | '256' | 'none';

/** The colours of a stream, by the conventions of FORCE_COLOR, NO_COLOR, COLORTERM and TERM. */
export function colourDepth(stream: { isTTY?: boolean | undefined }, env: NodeJS.ProcessEnv): Depth {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  if (env.FORCE_COLOR === '0' || (env.NO_COLOR && !forced) || env.TERM === 'dumb') return 'none';
  if (!forced && !stream.isTTY) return 'none';
  return env.FORCE_COLOR === '3' || /truecolor|24bit/.test(env.COLORTERM ?? '') ? 'true' : '256';
}

/** Draws images side by side at half their resolution, as many as fit into `columns` characters. Lines without ends. */
export function preview(images: Images, { columns, depth }: { columns: number; depth: Depth }): string[] {
  const small = halve(images);
  const fitting = Math.min(small.count, Math.max(1, Math.floor((columns + 2) / (small.width + 2))));
  const at = (image: number, y: number, x: number): number =>
    y < small.height ? (small.pixels[(image * small.height + y) * small.width + x] ?? 0) : 0;
  const lines: string[] = [];
  for (let y = 0; y < small.height; y += 2) {
    const parts: string[] = [];
    for (let image = 0; image < fitting; image++) {
      let part = '';
      for (let x = 0; x < small.width; x++) part += cell(at(image, y, x), at(image, y + 1, x), depth);
      parts.push(depth === 'none' ? part : `${part}\x1b[0m`);
    }
    lines.push(parts.join('  ').trimEnd());
  }
  return lines;
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
