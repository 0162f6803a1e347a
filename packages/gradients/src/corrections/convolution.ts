import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  Conv3D,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type GradConfig,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';

/**
 * A convolution y = x ∗ f and its two backprop kernels all come from one trilinear form ⟨dy, x ∗ f⟩: each is its derivative with respect to
 * one of the three tensors. So the gradient of any of them is made of the other two. tfjs knows this only for Conv2D and
 * Conv2DBackpropInput.
 */
interface Family {
  forward: string;
  backpropInput: string;
  backpropFilter: string;
}

const conv2d = { forward: Conv2D, backpropInput: Conv2DBackpropInput, backpropFilter: Conv2DBackpropFilter };
const conv3d = { forward: Conv3D, backpropInput: Conv3DBackpropInputV2, backpropFilter: Conv3DBackpropFilterV2 };
const depthwise = {
  forward: DepthwiseConv2dNative,
  backpropInput: DepthwiseConv2dNativeBackpropInput,
  backpropFilter: DepthwiseConv2dNativeBackpropFilter,
};

const ofBackpropInput = ({ forward, backpropInput, backpropFilter }: Family): GradConfig =>
  defineGradient(backpropInput, ['dy', 'filter'], (ddx, { dy, filter }, attributes) => ({
    dy: () => runKernel(forward, { x: ddx, filter }, { dilations: 1, ...attributes }),
    filter: () => runKernel(backpropFilter, { x: ddx, dy }, { ...attributes, filterShape: filter.shape }),
  }));

const ofBackpropFilter = ({ forward, backpropInput, backpropFilter }: Family): GradConfig =>
  defineGradient(backpropFilter, ['x', 'dy'], (ddf, { x, dy }, attributes) => ({
    x: () => runKernel(backpropInput, { dy, filter: ddf }, { ...attributes, inputShape: x.shape }),
    dy: () => runKernel(forward, { x, filter: ddf }, { dilations: 1, ...attributes }),
  }));

export const convolution: readonly GradConfig[] = [
  ofBackpropFilter(conv2d),
  ofBackpropInput(conv3d),
  ofBackpropFilter(conv3d),
  ofBackpropInput(depthwise),
  ofBackpropFilter(depthwise),
];
