import type { Key, Module } from '@jensenjs/core';
import type { Activation } from '../activations';
import { checkWidth } from '../shapes';
import { dense, project, up } from './blocks';
import { byActivation, network } from './network';
import { type ConvOptions, checkConv, checkImage, gridFor, type ImageShape, KERNEL_SIZE } from './options';

export interface ConvDecoderOptions extends ConvOptions {
  /** Width of the input. */
  readonly input: number;
  /** Widths of the layers between the input and the first image; none when left out. */
  readonly hidden?: readonly number[];
  /** Height and width must be multiples of 2 to the power of the number of `channels`. */
  readonly output: ImageShape;
  /** After every layer but the last; `relu` when left out. */
  readonly activation?: Activation;
  /** Before every activation; false when left out. */
  readonly batchNormalization?: boolean;
}

/**
 * A convolutional decoder, z [...batch, input] to [...batch, height, width, channels]: dense layers, a projection to an
 * image of the first of `channels`, and as many transposed convolutions of stride 2 as there are `channels`. Each doubles
 * height and width; the last is affine and has the channels of the output. The mirror image of
 * `convEncoder(key, { channels: [32, 64], … })` has `channels: [64, 32]`.
 *
 * Weights come from the key, as those of `convEncoder`. Variables are named `hidden0/kernel`, …, `project/kernel`,
 * `up0/kernel`, …, `output/kernel`, `output/bias`.
 * @throws ArgumentError when a size is not a positive integer, there are no channels, the height or width of the output
 * cannot be reached by doubling, or the activation is unknown; by `apply` when the last dimension of z is not `input`.
 */
export function convDecoder(key: Key, options: ConvDecoderOptions): Module {
  const { input, channels, hidden = [], output, kernelSize = KERNEL_SIZE } = options;
  const { activation = 'relu', batchNormalization = false } = options;
  checkWidth('convDecoder', 'input', input);
  checkConv('convDecoder', options, [activation]);
  for (const width of hidden) checkWidth('convDecoder', 'hidden', width);
  checkImage('convDecoder', 'output', output);
  const style = { activation, batchNormalization };
  const [first = 0, ...others] = channels;
  const blocks = [
    ...hidden.map((width, i) => dense(`hidden${i}`, width, style)),
    project('project', gridFor('convDecoder', output, channels.length), first, style),
    ...others.map((filters, i) => up(`up${i}`, filters, kernelSize, style)),
    up('output', output[2], kernelSize),
  ];
  return network('convDecoder', key, [input], blocks, byActivation);
}
