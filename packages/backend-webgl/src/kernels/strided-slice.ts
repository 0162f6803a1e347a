import { scratch } from '@jensenjs/core/adapter';
import { slice_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, reshape } from '../backend';
import { axisByAxis } from './axes';

/** tfjs's shader for steps has four axes at most. */
export const stridedSlice: Kernel = {
  name: 'StridedSlice',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    if (x.shape.length <= 4) return stock(args);
    const a = attrs as unknown as Slicing;
    const masks = [a.beginMask, a.endMask, a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask] as const;
    const { begin, end, strides, finalShape, isSimpleSlice } = slice_util.sliceInfo(
      x.shape,
      a.begin,
      a.end,
      a.strides,
      ...masks,
    );
    if (isSimpleSlice || finalShape.includes(0)) return stock(args);
    const step = axisByAxis('StridedSlice', 0, (_, axis) => {
      const [from, to, by] = [begin[axis], end[axis], strides[axis]] as [number, number, number];
      // An end before the first element cannot be written as a number: the second bit leaves it out.
      const bits = { beginMask: 0, endMask: to < 0 ? 2 : 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
      if (by === 1 && from === 0 && to === x.shape[axis]) return undefined;
      return { begin: [0, from, 0], end: [MOST, to, MOST], strides: [1, by, 1], ...bits };
    });
    return scratch(backend, (keep) =>
      reshape(backend, keep(step.make(stock)({ inputs: { x }, attrs: {}, backend }) as TensorInfo), finalShape),
    );
  },
};

const MOST = 2 ** 31 - 1;

interface Slicing {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}
