// The models of cases.mjs in jax-js, images [batch, channels, height, width]. A function consumes the arrays it is given,
// as jax-js wants it, so those that are used again pass on references.
import { lax, nn, numpy as np, random } from '@jax-js/jax';
import { cases } from '../cases.mjs';

const affine = (h, weights, bias) => np.matmul(h, weights).add(bias);

function mlp(p, x, activation) {
  let h = x;
  for (let i = 0; i < p.length; i += 2) {
    h = affine(h, p[i], p[i + 1]);
    if (i + 2 < p.length) h = activation(h);
  }
  return h;
}

const perChannel = (bias) => bias.reshape([1, bias.shape[0], 1, 1]);
const halving = [
  [1, 1],
  [1, 1],
];
const down = (h, kernel, bias) => lax.convGeneralDilated(h, kernel, [2, 2], halving).add(perChannel(bias));
/** The kernel is [in, out, h, w]. */
const up = (h, kernel) => lax.convTranspose(h, kernel, [2, 2], halving, { transposeKernel: true });

function convEncoder(p, x) {
  let h = nn.relu(down(x.reshape([-1, 1, 28, 28]), p[0], p[1]));
  h = nn.relu(down(h, p[2], p[3])); // [batch, 64, 7, 7]
  return mlp(p.slice(4), h.reshape([h.shape[0], -1]), nn.relu);
}

function convDecoder(p, z) {
  let h = nn.relu(affine(z, p[0], p[1])).reshape([-1, 64, 7, 7]);
  h = nn.relu(up(h, p[2]).add(perChannel(p[3])));
  return up(h, p[4]).add(perChannel(p[5])).reshape([-1, 784]);
}

/** The loss of a VAE whose encoder has the first `count` tensors. */
const latent =
  ({ batch, latent, samples = 1 }, encode, decode, count) =>
  (own, _, key, x) => {
    const [mean, raw] = np.split(encode(own.slice(0, count), x.ref), 2, 1);
    const scale = nn.softplus(raw).add(1e-4);
    const noise = random.normal(key, [samples, batch, latent]);
    const z = mean.ref.add(scale.ref.mul(noise.ref)); // [samples, batch, latent]
    const logits = decode(own.slice(count), z.ref.reshape([-1, latent])).reshape([samples, batch, 784]);
    const cross = nn.softplus(logits.ref).sub(x.mul(logits)).sum(2); // [samples, batch]
    if (samples === 1) {
      z.dispose();
      noise.dispose();
      const divergence = np.square(scale.ref).add(np.square(mean)).sub(1).mul(0.5).sub(np.log(scale)); // [batch, latent]
      return cross.sum().add(divergence.sum()).div(batch);
    }
    mean.dispose();
    const weight = np.square(noise).sub(np.square(z)).sum(2).mul(0.5).add(np.log(scale).sum(1)).sub(cross); // [samples, batch]
    return nn.logsumexp(weight, 0).mean().neg().add(Math.log(samples));
  };

/** Batch normalisation, and its moments [2, channels]. */
function normalize(h, gamma, beta) {
  const axes = [0, 2, 3];
  const mean = np.mean(h.ref, axes, { keepdims: true });
  const centred = h.sub(mean.ref);
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  const y = centred
    .mul(perChannel(gamma))
    .div(np.sqrt(variance.ref.add(1e-5)))
    .add(perChannel(beta));
  return [y, np.stack([mean.reshape([-1]), variance.reshape([-1])])];
}

function generate(p, key, n) {
  const [first, m1] = normalize(np.matmul(random.normal(key, [n, 64]), p[0]).reshape([-1, 128, 7, 7]), p[1], p[2]);
  const [second, m2] = normalize(up(nn.relu(first), p[3]), p[4], p[5]);
  return [np.tanh(up(nn.relu(second), p[6]).add(perChannel(p[7]))), [m1, m2]];
}

function discriminate(p, x) {
  let h = nn.leakyRelu(down(x, p[0], p[1]), 0.2);
  h = nn.leakyRelu(down(h, p[2], p[3]), 0.2);
  return affine(h.reshape([h.shape[0], -1]), p[4], p[5]);
}

const references = (arrays) => arrays.map((array) => array.ref);

function discriminatorLoss(own, others, key, x) {
  const n = x.shape[0];
  const [fake, moments] = generate(others, key, n);
  for (const moment of moments) moment.dispose();
  const images = x.reshape([-1, 1, 28, 28]).mul(2).sub(1);
  const real = nn.softplus(discriminate(references(own), images).neg()).mean();
  return real.add(nn.softplus(discriminate(own, lax.stopGradient(fake))).mean());
}

function generatorLoss(own, others, key, x) {
  const [fake, moments] = generate(own, key, x.shape[0]);
  x.dispose();
  return [nn.softplus(discriminate(others, fake).neg()).mean(), moments];
}

/** Losses (own parameters, those of others, key, x), and which tensors are their own. */
export function playersOf(name) {
  const options = cases[name];
  const activation = name === 'iwae' ? np.tanh : nn.relu;
  const network = (p, h) => mlp(p, h, activation);
  return {
    'mlp-vae': () => [{ loss: latent(options, network, network, 4), from: 0, to: 8 }],
    iwae: () => [{ loss: latent(options, network, network, 6), from: 0, to: 12 }],
    'conv-vae': () => [{ loss: latent(options, convEncoder, convDecoder, 8), from: 0, to: 14 }],
    dcgan: () => [
      { loss: discriminatorLoss, from: 0, to: 6 },
      { loss: generatorLoss, from: 6, to: 14, moments: true },
    ],
  }[name]();
}
