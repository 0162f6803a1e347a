import { GatherV2, type GradConfig, reshape, slice, stack, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { upstreamGradients } from '../upstream';

const upstream = upstreamGradients.find(({ kernelName }) => kernelName === GatherV2);

/**
 * tfjs handles one batch dimension only, by methods of tensors that exist only when somebody imports them, and gives integer indices as
 * their own gradient.
 */
export const gathering: readonly GradConfig[] = [
  {
    kernelName: GatherV2,
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, saved, attributes) => {
      const [x, indices] = saved as [Tensor, Tensor];
      const { axis, batchDims } = attributes as unknown as { axis: number; batchDims: number };
      return {
        x: () =>
          batchDims === 0
            ? gradient(dy as Tensor, x, indices, axis)
            : batched(dy as Tensor, x, indices, axis, batchDims),
        indices: () => zeros(indices.shape),
      };
    },
  },
];

function gradient(dy: Tensor, x: Tensor, indices: Tensor, axis: number): Tensor {
  const byName = upstream?.gradFunc(dy, [x, indices], { axis, batchDims: 0 }) as { x: () => Tensor };
  return byName.x();
}

/** Example by example. */
function batched(dy: Tensor, x: Tensor, indices: Tensor, axis: number, batchDims: number): Tensor {
  const count = x.shape.slice(0, batchDims).reduce((a, b) => a * b, 1);
  const example = (t: Tensor, i: number): Tensor => {
    const shape = t.shape.slice(batchDims);
    return reshape(slice(reshape(t, [count, ...shape]), [i, ...shape.map(() => 0)], [1, ...shape]), shape);
  };
  const gradients = Array.from({ length: count }, (_, i) =>
    gradient(example(dy, i), example(x, i), example(indices, i), axis - batchDims),
  );
  return reshape(stack(gradients), x.shape);
}
