import { layers } from '@tensorflow/tfjs-layers';
import type { Activation } from '../activations';
import type { Fans } from '../initialization';
import { Elementwise } from './elementwise';

/** A linear map with what follows it: batch normalisation, then the activation. */
export interface Block {
  /** Variables are named `NAME/kernel`, `NAME/bias`, `NAME/normalization/gamma`, … */
  readonly name: string;
  readonly layers: readonly layers.Layer[];
  readonly activation: Activation;
  /** From the shape of the kernel. */
  readonly fans: (kernel: readonly number[]) => Fans;
}

export interface BlockOptions {
  readonly activation?: Activation;
  readonly batchNormalization?: boolean;
}

const STRIDE = 2;

/** x [batch, size] to [batch, units]. */
export function dense(name: string, units: number, options: BlockOptions = {}): Block {
  const map = layers.dense({ name, units, ...linear(options) });
  return block(name, [map], options, denseFans);
}

/** x [batch, size] to [batch, ...grid, channels]. Channels are normalised, not single units. */
export function project(
  name: string,
  grid: readonly [number, number],
  channels: number,
  options: BlockOptions = {},
): Block {
  const map = layers.dense({ name, units: grid[0] * grid[1] * channels, ...linear(options) });
  return block(name, [map, layers.reshape({ targetShape: [...grid, channels] })], options, denseFans);
}

/** x [batch, h, w, c] to [batch, ⌈h / 2⌉, ⌈w / 2⌉, filters] by a convolution. */
export function down(name: string, filters: number, kernelSize: number, options: BlockOptions = {}): Block {
  const map = layers.conv2d({ ...halving(name, filters, kernelSize), ...linear(options) });
  return block(name, [map], options, ([height = 0, width = 0, input = 0, output = 0]) => ({
    fanIn: height * width * input,
    fanOut: (height * width * output) / STRIDE ** 2,
  }));
}

/** x [batch, h, w, c] to [batch, 2 h, 2 w, filters] by a transposed convolution. */
export function up(name: string, filters: number, kernelSize: number, options: BlockOptions = {}): Block {
  const map = layers.conv2dTranspose({ ...halving(name, filters, kernelSize), ...linear(options) });
  return block(name, [map], options, ([height = 0, width = 0, output = 0, input = 0]) => ({
    fanIn: (height * width * input) / STRIDE ** 2,
    fanOut: height * width * output,
  }));
}

const denseFans = ([fanIn = 0, fanOut = 0]: readonly number[]): Fans => ({ fanIn, fanOut });

const halving = (name: string, filters: number, kernelSize: number) =>
  ({ name, filters, kernelSize, strides: STRIDE, padding: 'same' }) as const;

/** The shift of batch normalisation stands for a bias. Weights come from a key later. */
const linear = ({ batchNormalization = false }: BlockOptions) =>
  ({ useBias: !batchNormalization, kernelInitializer: 'zeros' }) as const;

function block(
  name: string,
  map: readonly layers.Layer[],
  { activation = 'linear', batchNormalization = false }: BlockOptions,
  fans: Block['fans'],
): Block {
  const after: layers.Layer[] = [];
  // DCGAN's first weights give variances near 1e-4, which the ε of Keras, 1e-3, would leave far below 1.
  if (batchNormalization)
    after.push(layers.batchNormalization({ name: `${name}/normalization`, momentum: 0.9, epsilon: 1e-5 }));
  if (activation !== 'linear') after.push(new Elementwise(`${name}/activation`, activation));
  return { name, layers: [...map, ...after], activation, fans };
}
