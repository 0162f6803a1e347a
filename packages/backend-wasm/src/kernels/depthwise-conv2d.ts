import { scratch } from '@jensenjs/core/adapter';
import { UnsupportedError } from '@jensenjs/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, run } from '../backend';
import { type Activation, activate } from './activation';
import { axesOf, type ConvolutionAttributes, type Shape4d } from './convolution/axis';
import { convolve } from './convolution/convolve';
import { depthwiseFilterGradient } from './convolution/filter-gradient';
import { depthwiseInputGradient } from './convolution/input-gradient';

/* tfjs's kernels run in XNNPACK, as these do; but they take channels first for last. */

export const depthwiseConv2d: Kernel = {
  name: 'DepthwiseConv2dNative',
  make: () => convolution,
};

/** A fused relu or relu6 of tfjs's turns NaN into 0, which hides it, and a bias of any shape but [out] is refused. */
export const fusedDepthwiseConv2d: Kernel = {
  name: 'FusedDepthwiseConv2D',
  make: () => (args) => {
    const out = convolution(args);
    return activate(args.backend, out, args.attrs as unknown as Activation, args.inputs.preluActivationWeights);
  },
};

/** tfjs has no gradients of depthwise convolutions for wasm. */
export const depthwiseBackpropInput: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const { inputShape } = attrs as { inputShape: number[] };
      return depthwiseInputGradient(backend, dy, filter, axesOf(inputShape, filter.shape, attributesOf(attrs), true));
    },
};

export const depthwiseBackpropFilter: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const { filterShape } = attrs as { filterShape: Shape4d };
      const axes = axesOf(x.shape, filterShape, attributesOf(attrs), true);
      return depthwiseFilterGradient(backend, x, dy, axes, filterShape[3]);
    },
};

function convolution({ inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { x, filter, bias } = inputs as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo | null };
  const axes = axesOf(x.shape, filter.shape, attributesOf(attrs), true);
  const [, , channels = 0, multiplier = 0] = filter.shape;
  const perChannel = bias?.shape.length === 1 && bias.shape[0] === channels * multiplier;
  return scratch(backend, (keep) => {
    const out = convolve(backend, x, filter, axes, { bias: perChannel ? bias : null, isDepthwise: true });
    return bias && !perChannel ? run(backend, 'Add', { a: keep(out), b: bias }) : out;
  });
}

/** tfjs's gradient of a depthwise convolution forgets the data format, so channels first cannot be made right here. */
function attributesOf(attrs: KernelArguments['attrs']): ConvolutionAttributes {
  const attributes = attrs as unknown as ConvolutionAttributes;
  if (attributes.dataFormat === 'NCHW')
    throw new UnsupportedError(
      'depthwiseConv2d',
      'no channels first (NCHW) on the wasm backend. Transpose to [batch, height, width, channels].',
    );
  return attributes;
}
