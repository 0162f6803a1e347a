import { backend_util, type Tensor } from '@tensorflow/tfjs-core';
import { composed, type Kernel, type KernelArguments } from '../backend';
import { axes3d, isNamed, putBack, reached, reachedShape, spread } from './windows';

/* tfjs's `same` differs from TensorFlow's where a window is smaller than its stride. */

type Shape5 = [number, number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'valid' | 'same';
  readonly dilations?: number | [number, number, number];
}

function infoOf(volume: readonly number[], filter: readonly number[], attrs: KernelArguments['attrs']) {
  const { strides, dilations = 1, pad } = attrs as unknown as Attributes;
  return backend_util.computeConv3DInfo(volume as Shape5, filter as Shape5, strides, dilations, pad);
}

/** TensorFlow's dilation is in height and width only on a processor: in depth it becomes zeros in the filter. */
const conv3d = composed('Conv3D', ({ inputs, attrs, backend }, stock) => {
  const { x, filter } = inputs as Record<'x' | 'filter', Tensor>;
  const info = infoOf(x.shape, filter.shape, attrs);
  const isDilated = info.dilationDepth > 1 && !backend.isGPUPackage;
  if (isNamed(info) && !isDilated) return stock();
  return stock({
    inputs: { x: reached(x, axes3d(info)), filter: isDilated ? spread(filter, 0, info.dilationDepth) : filter },
    attrs: {
      ...attrs,
      pad: 'valid',
      dilations: [isDilated ? 1 : info.dilationDepth, info.dilationHeight, info.dilationWidth],
    },
  });
});

const inputGradient = composed('Conv3DBackpropInputV2', ({ inputs, attrs }, stock) => {
  const inputShape = attrs.inputShape as number[];
  const info = infoOf(inputShape, (inputs.filter as Tensor).shape, attrs);
  if (isNamed(info)) return stock();
  const axes = axes3d(info);
  const out = stock({ attrs: { ...attrs, pad: 'valid', inputShape: reachedShape(inputShape, axes) } });
  return putBack(out, axes, inputShape);
});

const filterGradient = composed('Conv3DBackpropFilterV2', ({ inputs, attrs }, stock) => {
  const { x, dy } = inputs as Record<'x' | 'dy', Tensor>;
  const info = infoOf(x.shape, attrs.filterShape as number[], attrs);
  if (isNamed(info)) return stock();
  return stock({ inputs: { x: reached(x, axes3d(info)), dy }, attrs: { ...attrs, pad: 'valid' } });
});

export const convolution3d: readonly Kernel[] = [conv3d, inputGradient, filterGradient];
