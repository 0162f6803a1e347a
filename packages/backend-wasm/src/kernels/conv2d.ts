import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, run, type WasmBackend } from '../backend';
import { type Activation, activate } from './activation';
import { axesOf, channelsFirst, channelsLast, type ConvolutionAttributes } from './convolution/axis';
import { convolve, setUpConvolutions } from './convolution/convolve';
import { filterGradient } from './convolution/filter-gradient';
import { inputGradient } from './convolution/input-gradient';

/* tfjs's kernels run in XNNPACK, as these do; but they refuse channels first, and without input channels write nothing. */

export const conv2d: Kernel = {
  name: 'Conv2D',
  setup: setUpConvolutions,
  make:
    () =>
    ({ inputs, attrs, backend }) =>
      convolution(backend, inputs as unknown as Forward, attributesOf(attrs)),
};

/** A fused relu or relu6 of tfjs's turns NaN into 0, which hides it, and a bias of any shape but [out] is refused. */
export const fusedConv2d: Kernel = {
  name: 'FusedConv2D',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const attributes = attributesOf(attrs);
      const out = convolution(backend, inputs as unknown as Forward, attributes);
      const first = attributes.dataFormat === 'NCHW';
      return activate(
        backend,
        out,
        attrs as unknown as Activation,
        alongChannels(inputs.preluActivationWeights, first),
      );
    },
};

interface Forward {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo | null;
}

function convolution(
  backend: WasmBackend,
  { x, filter, bias }: Forward,
  attributes: ConvolutionAttributes,
): TensorInfo {
  const axes = axesOf(x.shape, filter.shape, attributes);
  const first = attributes.dataFormat === 'NCHW';
  const perChannel = bias?.shape.length === 1 && bias.shape[0] === filter.shape[3];
  return scratch(backend, (keep) => {
    const images = first ? keep(channelsLast(backend, x)) : x;
    const out = convolve(backend, images, filter, axes, perChannel ? { bias } : {});
    const complete = bias && !perChannel ? run(backend, 'Add', { a: keep(out), b: bias }) : out;
    return first ? channelsFirst(backend, keep(complete)) : complete;
  });
}

/** A vector [channels] as [channels, 1, 1], if channels come first. */
function alongChannels(x: TensorInfo | null | undefined, first: boolean): TensorInfo | null | undefined {
  return x && first && x.shape.length === 1 ? { ...x, shape: [...x.shape, 1, 1] } : x;
}

/** tfjs's kernel is a scalar loop. It is also the transposed convolution. */
export const conv2dBackpropInput: Kernel = {
  name: 'Conv2DBackpropInput',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const attributes = attributesOf(attrs);
      const { inputShape } = attrs as { inputShape: number[] };
      const axes = axesOf(inputShape, filter.shape, attributes);
      if (attributes.dataFormat !== 'NCHW') return inputGradient(backend, dy, filter, axes);
      return scratch(backend, (keep) =>
        channelsFirst(backend, keep(inputGradient(backend, keep(channelsLast(backend, dy)), filter, axes))),
      );
    },
};

/** tfjs has no such kernel for wasm: without it no convolution can be trained. */
export const conv2dBackpropFilter: Kernel = {
  name: 'Conv2DBackpropFilter',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const attributes = attributesOf(attrs);
      const { filterShape } = attrs as { filterShape: number[] };
      const axes = axesOf(x.shape, filterShape, attributes);
      if (attributes.dataFormat !== 'NCHW') return filterGradient(backend, x, dy, axes);
      return scratch(backend, (keep) =>
        filterGradient(backend, keep(channelsLast(backend, x)), keep(channelsLast(backend, dy)), axes),
      );
    },
};

const attributesOf = (attrs: KernelArguments['attrs']): ConvolutionAttributes =>
  attrs as unknown as ConvolutionAttributes;
