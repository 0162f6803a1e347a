import type { Part } from './evaluate-case';

/** A backend in a place where it runs: a column of the table. */
export interface Column {
  /** `wasm`, or `wasm in a page`. */
  readonly name: string;
  readonly backend: string;
  readonly place: 'Node' | 'page';
  readonly tolerance: Tolerance;
}

/** Differences that are allowed, in parts of the largest number of a result, by what is computed; and in a training step. */
export type Tolerance = Readonly<Record<Part | 'training', number>>;

const processor: Tolerance = { value: 2e-6, gradient: 1e-5, 'second derivative': 1e-4, training: 1e-5 };
/** WGSL and GLSL allow e^x, powers, quotients and roots to be off by some units in the last place. */
const graphics: Tolerance = { value: 2e-5, gradient: 1e-4, 'second derivative': 1e-3, training: 1e-4 };

const column = (backend: string, place: Column['place']): Column => ({
  name: place === 'page' ? `${backend} in a page` : backend,
  backend,
  place,
  tolerance: backend.startsWith('webg') ? graphics : processor,
});

export const columns: readonly Column[] = [
  column('cpu', 'Node'),
  column('wasm', 'Node'),
  column('node', 'Node'),
  column('cpu', 'page'),
  column('wasm', 'page'),
  column('webgl', 'page'),
  column('webgpu', 'page'),
];
