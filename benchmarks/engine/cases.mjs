// What is trained: the same models, batches and first weights for every contender.

/** A tensor of parameters. Shapes are those of tfjs: dense [in, out], conv [h, w, in, out], up [h, w, out, in]. */
const tensor = (role, shape, more = {}) => ({ role, shape, ...more });

/** `grid` tells which side of a dense layer is an image [7, 7, channels], for peers that keep channels first. */
const dense = (input, output, { bias = true, grid } = {}) => [
  tensor('dense', [input, output], { grid }),
  ...(bias ? [tensor('bias', [output], { grid: grid === 'out' ? grid : undefined })] : []),
];
const WIDE = 4;
const conv = (input, output) => [tensor('conv', [WIDE, WIDE, input, output]), tensor('bias', [output])];
const up = (input, output, { bias = true } = {}) => [
  tensor('up', [WIDE, WIDE, output, input]),
  ...(bias ? [tensor('bias', [output])] : []),
];
const normalization = (channels) => [tensor('gamma', [channels]), tensor('beta', [channels])];
const chain = (...widths) => widths.slice(1).flatMap((width, i) => dense(widths[i], width));

export const PIXELS = 784;
/** Pixels of the last grid before the dense layers: 7 by 7. */
export const GRID = 49;

/**
 * By name: the batch, Adam's rate and β₁, and the parameters in the order encoder, decoder or discriminator, generator.
 */
export const cases = {
  'mlp-vae': {
    about: 'VAE 784-400-20-400-784, relu, Bernoulli pixels; batch 128; Adam 1e-3',
    batch: 128,
    latent: 20,
    rate: 1e-3,
    beta1: 0.9,
    tensors: [...chain(784, 400, 40), ...chain(20, 400, 784)],
  },
  'conv-vae': {
    about:
      'VAE of images 28 × 28: convolutions 4 × 4 of stride 2 to 32 and 64 channels, dense 256, 32 latent variables, dense 3136 and ' +
      'transposed convolutions to 32 channels and 1; relu, Bernoulli pixels; batch 128; Adam 1e-3',
    batch: 128,
    latent: 32,
    rate: 1e-3,
    beta1: 0.9,
    tensors: [
      ...conv(1, 32),
      ...conv(32, 64),
      ...dense(64 * GRID, 256, { grid: 'in' }),
      ...dense(256, 64),
      ...dense(32, 64 * GRID, { grid: 'out' }),
      ...up(64, 32),
      ...up(32, 1),
    ],
  },
  iwae: {
    about:
      'importance-weighted bound of 50 draws, the model with one stochastic layer of Y. Burda et al. 2016: 784-200-200-50, tanh, ' +
      'Bernoulli pixels; batch 20, as there, so 1000 rows in the decoder; Adam 1e-3',
    batch: 20,
    samples: 50,
    latent: 50,
    rate: 1e-3,
    beta1: 0.9,
    tensors: [...chain(784, 200, 200, 100), ...chain(50, 200, 200, 784)],
  },
  dcgan: {
    about:
      'one step of the discriminator, then one of the generator, each with a draw of its own. Generator: 64 latent variables, dense ' +
      '7 × 7 × 128, transposed convolutions 4 × 4 of stride 2 to 64 channels and 1, batch normalisation and relu before each, tanh. ' +
      'Discriminator: convolutions to 64 and 128 channels, leaky relu 0.2, dense. Non-saturating loss; batch 64; Adam 2e-4, β₁ 0.5',
    batch: 64,
    latent: 64,
    rate: 2e-4,
    beta1: 0.5,
    tensors: [
      ...conv(1, 64),
      ...conv(64, 128),
      ...dense(128 * GRID, 1, { grid: 'in' }),
      ...dense(64, 128 * GRID, { bias: false, grid: 'out' }),
      ...normalization(128),
      ...up(128, 64, { bias: false }),
      ...normalization(64),
      ...up(64, 1),
    ],
  },
};

export const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

export function parameterCount(name) {
  return cases[name].tensors.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Steps at rate 0 with which every contender begins: their losses are draws of one distribution. */
export const RESTING = 4;
/** Steps after those, at whose end the losses must agree again: all learn alike. */
export const LEARNING = 6;
