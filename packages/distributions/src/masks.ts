import { sameShape } from '@jensenjs/core';
import { add, clone, fill, type Tensor, where, zeros } from '@tensorflow/tfjs-core';

/**
 * `a` where the mask holds, else `b`; each is a number or a tensor that broadcasts to the mask's shape. Gradients are
 * multiplied by the mask, so both must be finite where they are not chosen, or be free of gradients there.
 */
export function choose(mask: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  const branch = (x: Tensor | number): Tensor =>
    typeof x === 'number' ? fill(mask.shape, x, 'float32') : broadcast(x, mask.shape);
  return where(mask, branch(a), branch(b));
}

/** x repeated to `shape`, as a new tensor: by an addition, since tfjs differentiates tiles slowly and up to rank 4. */
export function broadcast(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? clone(x) : add(x, zeros([...shape]));
}
