import type { Kernel } from '../backend';

/** tfjs stops without a data format, which some gradients leave out. */
export const depthwiseConvolution: Kernel = {
  name: 'DepthwiseConv2dNative',
  make: (stock) => (args) => stock({ ...args, attrs: { ...args.attrs, dataFormat: args.attrs.dataFormat ?? 'NHWC' } }),
};
