import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';
import { permuted } from './arrangement';

/**
 * A reduction of int32 or bool. tfjs brings the axes to the end by a program that does not compile for these, and takes the largest of
 * bool for int32. A product on the CPU forgets to keep its axes.
 */
const reduction = (name: string, attribute = 'axis'): Kernel => ({
  name,
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    const right = x.dtype === 'float32' && !(name === 'Prod' && attrs.keepDims);
    if (right || x.dtype === 'complex64') return stock(args);
    const rank = x.shape.length;
    const axes = util.parseAxisParam(attrs[attribute] as number[], [...x.shape]);
    const order = backend_util.getAxesPermutation(axes, rank);
    const turned = order && permuted(backend, x, order);
    const last = order ? backend_util.getInnerMostAxes(axes.length, rank) : axes;
    const out = stock({ ...args, inputs: { x: turned ?? x }, attrs: { ...attrs, [attribute]: last, keepDims: false } });
    if (turned) backend.disposeData(turned.dataId);
    const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(out.shape, axes) : out.shape;
    if (x.dtype !== 'bool' || !SELECTS.has(name)) return { ...out, shape };
    const chosen = run(backend, 'Cast', { x: { ...out, shape } }, { dtype: 'bool' });
    backend.disposeData(out.dataId);
    return chosen;
  },
});

/** What gives one of the numbers. */
const SELECTS = new Set(['Max', 'Min']);

export const reductionKernels: readonly Kernel[] = [
  reduction('Sum'),
  reduction('Mean'),
  reduction('Prod'),
  reduction('Max', 'reductionIndices'),
  reduction('Min'),
  reduction('All'),
  reduction('Any'),
];
