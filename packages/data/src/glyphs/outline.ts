import type { Skeleton } from './skeletons';

/** Pieces of straight line: x0, y0, x1, y1 of each, one after another. */
export type Lines = Float64Array;

/** What bends a skeleton. */
export interface Bend {
  readonly slant: number;
  readonly rotation: number;
  readonly aspect: number;
  /** Displacements of the points in their order, right and down of each in turn, in ems. None when left out. */
  readonly jitter?: ArrayLike<number>;
}

/**
 * The skeleton as straight pieces, `steps` between two neighbouring points, bent and then placed in a box: the
 * larger side of its bounding box becomes `extent`, its middle (x, y).
 */
export function outline(
  skeleton: Skeleton,
  bend: Bend,
  place: { readonly extent: number; readonly x: number; readonly y: number },
  steps: number,
): Lines {
  const lines = flatten(bendPoints(skeleton, bend), steps);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lines.length; i += 2) {
    const x = lines[i] as number;
    const y = lines[i + 1] as number;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const scale = place.extent / Math.max(right - left, bottom - top);
  const middleX = (left + right) / 2;
  const middleY = (top + bottom) / 2;
  for (let i = 0; i < lines.length; i += 2) {
    lines[i] = place.x + ((lines[i] as number) - middleX) * scale;
    lines[i + 1] = place.y + ((lines[i + 1] as number) - middleY) * scale;
  }
  return lines;
}

interface Bent {
  readonly x: number;
  readonly y: number;
  readonly corner: boolean;
}

/** Jitter, stretch, shear and rotation, by IEEE 754 operations only: the cosine and sine are those of 2·atan(t). */
function bendPoints(skeleton: Skeleton, { slant, rotation, aspect, jitter }: Bend): Bent[][] {
  const t = rotation / 2;
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  let coordinate = 0;
  return skeleton.map(({ path, corners = [] }) =>
    Array.from({ length: path.length / 2 }, (_, i) => {
      const dx = jitter?.[coordinate++] ?? 0;
      const dy = jitter?.[coordinate++] ?? 0;
      const y = (path[2 * i + 1] as number) / 100 + dy - 0.5;
      const x = ((path[2 * i] as number) / 100 + dx - 0.5) * aspect - slant * y;
      return { x: cos * x - sin * y, y: sin * x + cos * y, corner: corners.includes(i) };
    }),
  );
}

/** Splines through the points of each stroke, interrupted at corners. */
function flatten(strokes: readonly (readonly Bent[])[], steps: number): Lines {
  const pieces = strokes.reduce((sum, stroke) => sum + stroke.length - 1, 0) * steps;
  const lines = new Float64Array(pieces * 4);
  let at = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const a = stroke[i] as Bent;
      const b = stroke[i + 1] as Bent;
      // At an end or a corner the missing neighbour is the mirror image of the other one, which leaves no bend there.
      const before = i > 0 && !a.corner ? (stroke[i - 1] as Bent) : mirrored(a, b);
      const after = i + 2 < stroke.length && !b.corner ? (stroke[i + 2] as Bent) : mirrored(b, a);
      let { x, y } = a;
      for (let s = 1; s <= steps; s++) {
        const u = s / steps;
        const nextX = catmullRom(before.x, a.x, b.x, after.x, u);
        const nextY = catmullRom(before.y, a.y, b.y, after.y, u);
        lines[at++] = x;
        lines[at++] = y;
        lines[at++] = x = nextX;
        lines[at++] = y = nextY;
      }
    }
  }
  return lines;
}

const mirrored = (at: Bent, of: Bent): Bent => ({ x: 2 * at.x - of.x, y: 2 * at.y - of.y, corner: false });

/** E. Catmull, R. Rom 1974: the cubic from b to c whose slopes are (c − a) / 2 and (d − b) / 2. */
function catmullRom(a: number, b: number, c: number, d: number, u: number): number {
  return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
}
