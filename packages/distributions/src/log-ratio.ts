import { broadcastShapes } from '@jensenjs/core';
import { abs, customGrad, div, less, log, neg, sub, type Tensor, where } from '@tensorflow/tfjs-core';
import { broadcast } from './masks';

/** |log(a / b)| below which a / b is far from the ends of float32. */
const ORDINARY = 80;

/** log(a / b) of positive tensors: without cancellation for a near b, and a number also where a / b over- or underflows. */
export function logRatio(a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  return customGrad((...args) => {
    const [x, y, save] = args as [Tensor, Tensor, (tensors: Tensor[]) => void];
    save([x, y]);
    return {
      value: ratio(x, y),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [div(dy, saved[0] as Tensor), neg(div(dy, saved[1] as Tensor))],
    };
  })(broadcast(a, shape), broadcast(b, shape));
}

function ratio(a: Tensor, b: Tensor): Tensor {
  const difference = sub(log(a), log(b));
  return where(less(abs(difference), ORDINARY), log(div(a, b)), difference);
}
