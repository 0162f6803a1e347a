import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Description, Encoded, Pictures, Points } from '../protocol';
import { latestOnly } from './latest-only';

/** Where one is in the latent space, and what is there. */
export interface Latent {
  /** The two dimensions of the map: to the right, and upward; the same one where there is no other. */
  readonly axes: Signal<readonly [number, number]>;
  /** z, one number for each dimension. */
  readonly point: Signal<readonly number[]>;
  /** The class that a conditional model is asked for. */
  readonly label: Signal<number>;
  /** How far the map reaches from the origin. */
  readonly extent: Signal<number>;
  readonly showManifold: Signal<boolean>;
  /** The image at the point. */
  readonly decoded: ReadonlySignal<Pictures | undefined>;
  /** Images at the centres of the map's cells, from the top left, row by row. */
  readonly manifold: ReadonlySignal<Pictures | undefined>;
  /** Sets the two coordinates of the map, kept inside of it. */
  readonly moveTo: (right: number, up: number) => void;
  /** Holds the other dimensions elsewhere: at random numbers. */
  readonly chooseSlice: () => void;
  /** Decodes again what the model may have changed. */
  readonly refresh: () => Promise<void>;
  /** Widens the map until it holds nearly all digits. */
  readonly fit: (encoded: Encoded) => void;
  readonly begin: (description: Description) => void;
  readonly clear: () => void;
}

/** Cells of the manifold along one side. */
export const CELLS = 15;

/** Beyond this, a prior of scale 1 has nothing to show. */
const WIDEST = 6;

export interface LatentOptions {
  readonly description: ReadonlySignal<Description | undefined>;
  /** Asks the model, where there is one. */
  readonly decode: (points: Points) => Promise<Pictures> | undefined;
  readonly onTrouble: (error: unknown) => void;
}

export function createLatent({ description, decode, onTrouble }: LatentOptions): Latent {
  const axes = signal<readonly [number, number]>([0, 1]);
  const point = signal<readonly number[]>([0, 0]);
  const label = signal(0);
  const extent = signal(3);
  const showManifold = signal(true);
  const decoded = signal<Pictures>();
  const manifold = signal<Pictures>();

  const into = (target: Signal<Pictures | undefined>, points: () => Float32Array) =>
    latestOnly<null>(async () => {
      const model = description.value;
      if (!model) return;
      try {
        const pictures = await decode({ z: points(), label: label.value });
        if (model === description.value) target.value = pictures;
      } catch (error) {
        if (model === description.value) onTrouble(error);
      }
    });
  const refreshDecoded = into(decoded, () => Float32Array.from(point.value));
  const refreshManifold = into(manifold, () => cellsOf(point.value, axes.value, extent.value));
  const refresh = async (): Promise<void> => {
    await Promise.all([refreshDecoded(null), ...(showManifold.value ? [refreshManifold(null)] : [])]);
  };

  return {
    axes,
    point,
    label,
    extent,
    showManifold,
    decoded,
    manifold,
    moveTo: (right, up) => {
      const inside = (value: number): number => Math.min(extent.value, Math.max(-extent.value, value));
      const [horizontal, vertical] = axes.value;
      const moved = [...point.value];
      moved[vertical] = inside(up);
      moved[horizontal] = inside(right);
      point.value = moved;
      void refreshDecoded(null);
    },
    chooseSlice: () => {
      point.value = point.value.map((held, i) => (axes.value.includes(i) ? held : standardNormal()));
      void refresh();
    },
    refresh,
    fit: ({ means }) => {
      const sizes = means.map(Math.abs).sort();
      const needed = Math.ceil(sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0);
      extent.value = Math.min(WIDEST, Math.max(extent.value, needed));
    },
    begin: ({ kind, settings: { latent } }) => {
      batch(() => {
        axes.value = [0, Math.min(1, latent - 1)];
        point.value = Array.from({ length: latent }, (_, i) => (kind === 'vae' || i < 2 ? 0 : standardNormal()));
        label.value = 0;
        extent.value = 3;
      });
    },
    clear: () => {
      batch(() => {
        decoded.value = undefined;
        manifold.value = undefined;
      });
    },
  };
}

/** z at the centres of the cells, [CELLS², latent]: those dimensions that the map does not show are held. */
export function cellsOf(held: readonly number[], [right, up]: readonly [number, number], extent: number): Float32Array {
  const at = (i: number): number => (2 * extent * (i + 0.5)) / CELLS - extent;
  const points = new Float32Array(CELLS * CELLS * held.length);
  for (let row = 0; row < CELLS; row++)
    for (let column = 0; column < CELLS; column++) {
      const offset = (row * CELLS + column) * held.length;
      points.set(held, offset);
      points[offset + up] = -at(row);
      points[offset + right] = at(column);
    }
  return points;
}

/** By G. Box and M. Muller (1958). */
function standardNormal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
