import type { Key, Module } from '@jensenjs/core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Activation } from '../activations';
import { checkWidth } from '../shapes';
import { dense, down } from './blocks';
import { byActivation, network } from './network';
import { type ConvOptions, checkConv, checkImage, type ImageShape, KERNEL_SIZE } from './options';

export interface ConvEncoderOptions extends ConvOptions {
  readonly input: ImageShape;
  /** Widths of the layers between the convolutions and the output; none when left out. */
  readonly hidden?: readonly number[];
  /** Width of the output. */
  readonly output: number;
  /** After every layer but the output; `relu` when left out. */
  readonly activation?: Activation;
  /** Before every activation; false when left out. */
  readonly batchNormalization?: boolean;
}

/**
 * A convolutional encoder, x [...batch, height, width, channels] to [...batch, output]: convolutions of stride 2 that halve
 * height and width (odd ones are rounded up), dense layers, and an affine output.
 *
 * Weights come from the key: uniform by K. He et al. 2015 or X. Glorot & Y. Bengio 2010, as `mlp` chooses, with the fans
 * of a strided convolution. Biases begin at zero. Variables are named `down0/kernel`, `down0/bias`, …, `hidden0/kernel`,
 * …, `output/kernel`, `output/bias`; with batch normalisation `down0/normalization/gamma` and so on instead of biases.
 * @throws ArgumentError when a size is not a positive integer, there are no channels, or the activation is unknown; by
 * `apply` when the last dimensions of x are not `input`.
 */
export function convEncoder(key: Key, options: ConvEncoderOptions): Module {
  const { input, channels, hidden = [], output, kernelSize = KERNEL_SIZE } = options;
  const { activation = 'relu', batchNormalization = false } = options;
  checkImage('convEncoder', 'input', input);
  checkConv('convEncoder', options, [activation]);
  for (const width of hidden) checkWidth('convEncoder', 'hidden', width);
  checkWidth('convEncoder', 'output', output);
  const style = { activation, batchNormalization };
  const blocks = [
    ...channels.map((filters, i) => down(`down${i}`, filters, kernelSize, style)),
    layers.flatten(),
    ...hidden.map((width, i) => dense(`hidden${i}`, width, style)),
    dense('output', output),
  ];
  return network('convEncoder', key, input, blocks, byActivation);
}
