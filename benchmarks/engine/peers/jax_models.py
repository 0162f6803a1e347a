"""The models of cases.mjs in JAX, images [batch, height, width, channels] as in tfjs. Parameters are flat lists in the
order of cases.mjs. `players(name)` gives (loss(own, others, key, x), the slice of the parameters that it trains)."""

import jax
import jax.numpy as jnp
from jax import lax, nn, random

NHWC = ("NHWC", "HWIO", "NHWC")


def mlp(p, h, activation):
    for i in range(0, len(p), 2):
        h = h @ p[i] + p[i + 1]
        if i + 2 < len(p):
            h = activation(h)
    return h


def down(p, h):
    return lax.conv_general_dilated(h, p[0], (2, 2), "SAME", dimension_numbers=NHWC) + p[1]


def up(kernel, h):
    """The transpose of `down`; the kernel is [h, w, out, in]."""
    return lax.conv_transpose(h, kernel, (2, 2), "SAME", dimension_numbers=NHWC, transpose_kernel=True)


def conv_encoder(p, x):
    h = nn.relu(down(p[0:2], x.reshape(-1, 28, 28, 1)))
    h = nn.relu(down(p[2:4], h)).reshape(len(x), -1)
    return mlp(p[4:], h, nn.relu)


def conv_decoder(p, z):
    h = nn.relu(z @ p[0] + p[1]).reshape(-1, 7, 7, 64)
    h = nn.relu(up(p[2], h) + p[3])
    return (up(p[4], h) + p[5]).reshape(len(z), -1)


def latent(encode, decode, split, samples=1):
    """The loss of a VAE whose encoder has the first `split` tensors."""

    def loss(p, _, key, x):
        mean, raw = jnp.split(encode(p[:split], x), 2, 1)
        scale = nn.softplus(raw) + 1e-4
        noise = random.normal(key, (samples, *mean.shape))
        z = mean + scale * noise
        logits = decode(p[split:], z.reshape(-1, mean.shape[1])).reshape(samples, *x.shape)
        cross = (nn.softplus(logits) - x * logits).sum(2)
        if samples == 1:
            kl = (0.5 * (scale**2 + mean**2 - 1) - jnp.log(scale)).sum(1)
            return (cross[0] + kl).mean()
        weight = 0.5 * (noise**2 - z**2).sum(2) + jnp.log(scale).sum(1) - cross
        return jnp.log(float(samples)) - nn.logsumexp(weight, 0).mean()

    return loss


def normalize(h, gamma, beta):
    mean = h.mean((0, 1, 2))
    variance = ((h - mean) ** 2).mean((0, 1, 2))
    return (h - mean) * (gamma * lax.rsqrt(variance + 1e-5)) + beta, jnp.stack([mean, variance])


def generate(p, key, n):
    """Images, and the moments of batch normalisation."""
    h = (random.normal(key, (n, 64)) @ p[0]).reshape(-1, 7, 7, 128)
    h, first = normalize(h, p[1], p[2])
    h, second = normalize(up(p[3], nn.relu(h)), p[4], p[5])
    return jnp.tanh(up(p[6], nn.relu(h)) + p[7]), (first, second)


def discriminate(p, x):
    h = nn.leaky_relu(down(p[0:2], x), 0.2)
    h = nn.leaky_relu(down(p[2:4], h), 0.2).reshape(len(x), -1)
    return h @ p[4] + p[5]


def discriminator_loss(own, others, key, x):
    fake, _ = generate(others, key, len(x))
    real = discriminate(own, 2 * x.reshape(-1, 28, 28, 1) - 1)
    return nn.softplus(-real).mean() + nn.softplus(discriminate(own, fake)).mean()


def generator_loss(own, others, key, x):
    fake, moments = generate(own, key, len(x))
    return nn.softplus(-discriminate(others, fake)).mean(), moments


def players(name):
    if name == "dcgan":
        return [(discriminator_loss, slice(0, 6)), (generator_loss, slice(6, 14))]
    if name == "conv-vae":
        return [(latent(conv_encoder, conv_decoder, 8), slice(0, 14))]
    activation = nn.relu if name == "mlp-vae" else jnp.tanh
    network = lambda p, h: mlp(p, h, activation)
    if name == "mlp-vae":
        return [(latent(network, network, 4), slice(0, 8))]
    return [(latent(network, network, 6, samples=50), slice(0, 12))]
