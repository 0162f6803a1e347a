import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** tfjs has no such kernel: its broadcastTo uses Tile itself. */
export const broadcastTo: Kernel = {
  name: 'BroadcastTo',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { shape } = attrs as { shape: number[] };
      const own = shape.map((_, d) => x.shape[d - shape.length + x.shape.length] ?? 1);
      const reps = shape.map((size, d) => (own[d] === size ? 1 : size));
      return scratch(backend, (keep) =>
        run(backend, 'Tile', { x: keep(run(backend, 'Reshape', { x }, { shape: own })) }, { reps }),
      );
    },
};
