import type { Key, Module } from '@jensenjs/core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Activation } from '../activations';
import { checkWidth } from '../shapes';
import { dense, down, project, up } from './blocks';
import { asDcgan, network } from './network';
import { type ConvOptions, checkConv, checkImage, gridFor, type ImageShape, KERNEL_SIZE } from './options';

export interface DcganGeneratorOptions extends ConvOptions {
  /** Width of z, with the columns of a condition. */
  readonly latent: number;
  /** Height and width must be multiples of 2 to the power of the number of `channels`. */
  readonly output: ImageShape;
  /** `sigmoid` when left out, for images in [0, 1]; the paper takes `tanh`, for images in [−1, 1]. */
  readonly outputActivation?: Activation;
  /** After every layer but the last; `relu` when left out. */
  readonly activation?: Activation;
  /** In every layer but the last; true when left out. */
  readonly batchNormalization?: boolean;
}

export interface DcganDiscriminatorOptions extends ConvOptions {
  /** Of x, with the channels of a condition. */
  readonly input: ImageShape;
  /** After every convolution; `leakyRelu`, of slope 0.2, when left out. */
  readonly activation?: Activation;
  /** In every convolution but the first; true when left out. */
  readonly batchNormalization?: boolean;
}

/**
 * The generator of DCGAN, z [...batch, latent] to images [...batch, height, width, channels] (A. Radford, L. Metz &
 * S. Chintala 2016, section 3 and figure 1, where `channels` is [1024, 512, 256, 128]): a projection to an image of the
 * first of `channels`, and transposed convolutions of stride 2, with batch normalisation in all but the last. Kernels are
 * 4 wide instead of 5, against checkerboards.
 *
 * Weights come from the key: N(0, 0.02²), and N(1, 0.02²) for the scales of batch normalisation, whose moments are `state`
 * with a momentum of 0.9. Variables are named `project/kernel`, `project/normalization/gamma`, …, `up0/kernel`, …,
 * `output/kernel`, `output/bias`.
 * @throws ArgumentError when a size is not a positive integer, there are no channels, the height or width of the output
 * cannot be reached by doubling, or an activation is unknown; by `apply` when the last dimension of z is not `latent`.
 */
export function dcganGenerator(key: Key, options: DcganGeneratorOptions): Module {
  const { latent, output, channels, kernelSize = KERNEL_SIZE } = options;
  const { activation = 'relu', outputActivation = 'sigmoid', batchNormalization = true } = options;
  checkWidth('dcganGenerator', 'latent', latent);
  checkConv('dcganGenerator', options, [activation, outputActivation]);
  checkImage('dcganGenerator', 'output', output);
  const style = { activation, batchNormalization };
  const [first = 0, ...others] = channels;
  const blocks = [
    project('project', gridFor('dcganGenerator', output, channels.length), first, style),
    ...others.map((filters, i) => up(`up${i}`, filters, kernelSize, style)),
    up('output', output[2], kernelSize, { activation: outputActivation }),
  ];
  return network('dcganGenerator', key, [latent], blocks, asDcgan);
}

/**
 * The discriminator of DCGAN, x [...batch, height, width, channels] to logits [...batch, 1] (A. Radford, L. Metz &
 * S. Chintala 2016, section 3): convolutions of stride 2 that halve height and width (odd ones are rounded up), with batch
 * normalisation in all but the first, and an affine output.
 *
 * Weights come from the key as those of `dcganGenerator`. Variables are named `down0/kernel`, `down0/bias`, `down1/kernel`,
 * `down1/normalization/gamma`, …, `output/kernel`, `output/bias`.
 * @throws ArgumentError when a size is not a positive integer, there are no channels, or the activation is unknown; by
 * `apply` when the last dimensions of x are not `input`.
 */
export function dcganDiscriminator(key: Key, options: DcganDiscriminatorOptions): Module {
  const { input, channels, kernelSize = KERNEL_SIZE, activation = 'leakyRelu', batchNormalization = true } = options;
  checkImage('dcganDiscriminator', 'input', input);
  checkConv('dcganDiscriminator', options, [activation]);
  const blocks = [
    ...channels.map((filters, i) =>
      down(`down${i}`, filters, kernelSize, { activation, batchNormalization: batchNormalization && i > 0 }),
    ),
    layers.flatten(),
    dense('output', 1),
  ];
  return network('dcganDiscriminator', key, input, blocks, asDcgan);
}
