import { backend_util, type Tensor, type Tensor4D, transpose } from '@tensorflow/tfjs-core';
import { composed, type Kernel, type KernelArguments } from '../backend';
import { type Axis, axes2d, isNamed, putBack, reached, reachedShape, spread } from './windows';

/* tfjs refuses paddings given by numbers. Here the image is padded, or cut, and TensorFlow gets it without padding. */

type Shape4 = [number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number] | null;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

interface Windows {
  /** Along height and width. */
  readonly strides: readonly [number, number];
  readonly axes: readonly Axis[];
  /** Whether TensorFlow knows the padding. */
  readonly isNamed: boolean;
}

function windowsOf(
  image: readonly number[],
  filter: readonly number[],
  attrs: KernelArguments['attrs'],
  depthwise: boolean,
): Windows {
  const { strides, dilations, pad, dataFormat = 'NHWC', dimRoundingMode } = attrs as unknown as Attributes;
  const info = backend_util.computeConv2DInfo(
    image as Shape4,
    filter as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  return { strides: [info.strideHeight, info.strideWidth], axes: axes2d(info), isNamed: isNamed(info) };
}

const forward = (name: string, depthwise: boolean): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { x, filter } = inputs as Record<'x' | 'filter', Tensor>;
    const windows = windowsOf(x.shape, filter.shape, attrs, depthwise);
    if (windows.isNamed) return stock();
    return stock({ inputs: { ...inputs, x: reached(x, windows.axes) }, attrs: { ...attrs, pad: 'valid' } });
  });

const inputGradient = (name: string, depthwise: boolean): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { dy, filter } = inputs as Record<'dy' | 'filter', Tensor>;
    const inputShape = attrs.inputShape as number[];
    const windows = windowsOf(inputShape, filter.shape, attrs, depthwise);
    if (windows.isNamed && hasStrides(windows, depthwise)) return stock();
    const out = stock({
      inputs: { filter, dy: dyOf(dy, windows, depthwise) },
      attrs: {
        ...attrs,
        pad: 'valid',
        strides: stridesOf(windows, depthwise),
        inputShape: reachedShape(inputShape, windows.axes),
      },
    });
    return putBack(out, windows.axes, inputShape);
  });

const filterGradient = (name: string, depthwise: boolean): Kernel =>
  composed(name, ({ inputs, attrs }, stock) => {
    const { x, dy } = inputs as Record<'x' | 'dy', Tensor>;
    const windows = windowsOf(x.shape, attrs.filterShape as number[], attrs, depthwise);
    if (windows.isNamed && hasStrides(windows, depthwise)) return stock();
    return stock({
      inputs: { x: reached(x, windows.axes), dy: dyOf(dy, windows, depthwise) },
      attrs: { ...attrs, pad: 'valid', strides: stridesOf(windows, depthwise) },
    });
  });

/** TensorFlow's gradients of depthwise convolutions want equal strides. Others become zeros between the cells of dy. */
const hasStrides = ({ strides: [height, width] }: Windows, depthwise: boolean): boolean =>
  !depthwise || height === width;
const stridesOf = (windows: Windows, depthwise: boolean): number[] =>
  hasStrides(windows, depthwise) ? [...windows.strides] : [1, 1];
const dyOf = (dy: Tensor, windows: Windows, depthwise: boolean): Tensor =>
  hasStrides(windows, depthwise) ? dy : spread(spread(dy, 1, windows.strides[0]), 2, windows.strides[1]);

/** tfjs refuses channels first. */
const fusedConv2d: Kernel = {
  name: 'FusedConv2D',
  make: (stock) => {
    const channelsLast = forward('FusedConv2D', false).make(stock);
    return composed('FusedConv2D', (args) => {
      if (args.attrs.dataFormat !== 'NCHW') return channelsLast(args) as Tensor;
      const { x, preluActivationWeights: alpha, ...rest } = args.inputs as Record<string, Tensor>;
      const inputs = {
        ...rest,
        x: transpose(x as Tensor4D, [0, 2, 3, 1]),
        ...(alpha && { preluActivationWeights: alpha.rank === 3 ? transpose(alpha, [1, 2, 0]) : alpha }),
      };
      const out = channelsLast({ ...args, inputs, attrs: { ...args.attrs, dataFormat: 'NHWC' } }) as Tensor;
      return transpose(out, [0, 3, 1, 2]);
    }).make(stock);
  },
};

export const convolution2d: readonly Kernel[] = [
  forward('Conv2D', false),
  fusedConv2d,
  inputGradient('Conv2DBackpropInput', false),
  filterGradient('Conv2DBackpropFilter', false),
  forward('DepthwiseConv2dNative', true),
  forward('FusedDepthwiseConv2D', true),
  inputGradient('DepthwiseConv2dNativeBackpropInput', true),
  filterGradient('DepthwiseConv2dNativeBackpropFilter', true),
];
