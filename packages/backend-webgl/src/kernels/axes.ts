import { scratch } from '@jensenjs/core/adapter';
import { type NamedAttrMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, reshape, run } from '../backend';

/** An axis with the numbers of elements before and after it: x as [outer, length, inner]. */
function around(shape: readonly number[], axis: number): [outer: number, length: number, inner: number] {
  const product = (sides: readonly number[]): number => sides.reduce((a, b) => a * b, 1);
  return [product(shape.slice(0, axis)), shape[axis] as number, product(shape.slice(axis + 1))];
}

/**
 * A kernel that does something to each axis by itself, for tensors of more axes than tfjs's shader takes: one axis after the
 * other, as the middle one of three.
 */
export function axisByAxis(
  name: string,
  highestRank: number,
  attrsOf: (attrs: KernelArguments['attrs'], axis: number, shape: readonly number[]) => NamedAttrMap | undefined,
): Kernel {
  return {
    name,
    make: (stock) => (args) => {
      const { inputs, attrs, backend } = args;
      const x = inputs.x as TensorInfo;
      const rank = x.shape.length;
      if (rank <= highestRank || x.dtype === 'string') return stock(args);
      const step = (y: TensorInfo, changed: NamedAttrMap): TensorInfo =>
        stock({ inputs: { x: y }, attrs: { ...attrs, ...changed }, backend });
      return scratch(backend, (keep) => {
        let y = keep(run(backend, 'Identity', { x }));
        for (let axis = 0; axis < rank; axis++) {
          const changed = attrsOf(attrs, axis, x.shape);
          if (!changed) continue;
          const shape = [...y.shape];
          const three = keep(step(keep(reshape(backend, y, around(shape, axis))), changed));
          shape[axis] = three.shape[1] as number;
          y = keep(reshape(backend, three, shape));
        }
        return run(backend, 'Identity', { x: y });
      });
    },
  };
}

const padding = (name: string): Kernel =>
  axisByAxis(name, 4, ({ paddings }, axis) => {
    const [before, after] = (paddings as [number, number][])[axis] as [number, number];
    return before + after === 0
      ? undefined
      : {
          paddings: [
            [0, 0],
            [before, after],
            [0, 0],
          ],
        };
  });

/** tfjs takes an axis counted from the end, such as −1, for an axis that is not there, and has no shader for five axes. */
const cumulative = (name: string): Kernel => ({
  name,
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    const rank = x.shape.length;
    const [axis] = util.parseAxisParam(attrs.axis as number, x.shape) as [number];
    if (rank <= 4) return stock({ ...args, attrs: { ...attrs, axis } });
    return scratch(backend, (keep) => {
      const three = keep(reshape(backend, x, around(x.shape, axis)));
      return reshape(backend, keep(stock({ inputs: { x: three }, attrs: { ...attrs, axis: 1 }, backend })), x.shape);
    });
  },
});

export const axisKernels: readonly Kernel[] = [
  padding('PadV2'),
  padding('MirrorPad'),
  axisByAxis('Reverse', 4, ({ dims }, axis, shape) =>
    util.parseAxisParam(dims as number[], [...shape]).includes(axis) ? { dims: [1] } : undefined,
  ),
  axisByAxis('Tile', 5, ({ reps }, axis) => {
    const count = (reps as number[])[axis] as number;
    return count === 1 ? undefined : { reps: [1, count, 1] };
  }),
  cumulative('Cumsum'),
  cumulative('Cumprod'),
];
