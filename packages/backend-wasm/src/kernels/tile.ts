import { type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';

/*
 * tfjs's kernel works out the place of every number on its own, which takes a hundred times as long as copying. It is
 * inside broadcastTo and the gradient of batch normalisation. Here runs of numbers are copied, from the last dimension
 * to the first.
 */
export const tile: Kernel = {
  name: 'Tile',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { reps } = attrs as { reps: number[] };
      const shape = x.shape.map((size, i) => size * (reps[i] ?? 1));
      if (x.dtype === 'string') return stock({ inputs, attrs, backend });
      const out = backend.makeOutput(shape, x.dtype);
      if (util.sizeFromShape(shape) === 0) return out;
      const to = backend.typedArrayFromHeap(out);
      // What is done so far lies at the end, so that each dimension spreads it towards the beginning.
      let filled = util.sizeFromShape(x.shape);
      to.set(backend.typedArrayFromHeap(x), to.length - filled);
      let run = 1; // length of what one index of the dimension before holds
      for (let d = shape.length - 1; d >= 0; d--) {
        const times = reps[d] ?? 1;
        const block = run * (x.shape[d] ?? 1);
        if (times > 1) {
          repeat(to, filled, block, times);
          filled *= times;
        }
        run = block * times;
      }
      return out;
    },
};

/** Writes each block of the last `filled` numbers `times` times, over the last `filled · times` numbers. */
function repeat(values: TypedArray, filled: number, block: number, times: number): void {
  let source = values.length - filled;
  let target = values.length - filled * times;
  for (; source < values.length; source += block) {
    if (block === 1) values.fill(values[source] as number, target, target + times);
    else {
      // The copies may lie over the source of this block, never over that of the next.
      values.copyWithin(target, source, source + block);
      for (let done = 1; done < times; ) {
        const more = Math.min(done, times - done);
        values.copyWithin(target + done * block, target, target + more * block);
        done += more;
      }
    }
    target += block * times;
  }
}
