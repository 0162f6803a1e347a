"""The models of cases.mjs in PyTorch. Each gives its losses; `players` are (loss, modules to train) in their order."""

import torch
import torch.nn.functional as F
from torch import nn


def mlp(widths, activation):
    layers = []
    for i in range(len(widths) - 1):
        layers += [nn.Linear(widths[i], widths[i + 1]), activation()]
    return nn.Sequential(*layers[:-1])


class Latent(nn.Module):
    """A VAE whose encoder gives means and, through softplus, scales."""

    def __init__(self, encoder, decoder, samples=1):
        super().__init__()
        self.encoder, self.decoder, self.samples = encoder, decoder, samples
        self.players = [(self.loss, self)]

    def loss(self, x):
        mean, raw = self.encoder(x).chunk(2, 1)
        scale = F.softplus(raw) + 1e-4
        if self.samples == 1:
            logits = self.decoder(mean + scale * torch.randn_like(mean)).reshape(x.shape)
            cross = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
            kl = 0.5 * (scale.square() + mean.square() - 1).sum() - scale.log().sum()
            return (cross + kl) / len(x)
        noise = torch.randn(self.samples, *mean.shape)
        z = mean + scale * noise
        logits = self.decoder(z.flatten(0, 1)).view(self.samples, len(x), -1)
        target = x.expand(self.samples, -1, -1)
        cross = F.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(2)
        weight = 0.5 * (noise.square() - z.square()).sum(2) + scale.log().sum(1) - cross
        return torch.log(torch.tensor(float(self.samples))) - weight.logsumexp(0).mean()


class Adversarial(nn.Module):
    """The non-saturating game; each player draws anew."""

    def __init__(self, discriminator, generator, latent):
        super().__init__()
        self.discriminator, self.generator, self.latent = discriminator, generator, latent
        self.players = [(self.discriminator_loss, discriminator), (self.generator_loss, generator)]

    def fakes(self, x):
        return self.generator(torch.randn(len(x), self.latent))

    def discriminator_loss(self, x):
        with torch.no_grad():
            fake = self.fakes(x)
        real = F.softplus(-self.discriminator(2 * x - 1)).mean()
        return real + F.softplus(self.discriminator(fake)).mean()

    def generator_loss(self, x):
        return F.softplus(-self.discriminator(self.fakes(x))).mean()


def down(width, filters):
    return nn.Conv2d(width, filters, 4, 2, 1)


def up(width, filters, bias=True):
    return nn.ConvTranspose2d(width, filters, 4, 2, 1, bias=bias)


def normalized(channels):
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)


def grid(channels):
    return nn.Unflatten(1, (channels, 7, 7))


def build(name):
    if name == "mlp-vae":
        return Latent(mlp([784, 400, 40], nn.ReLU), mlp([20, 400, 784], nn.ReLU))
    if name == "iwae":
        return Latent(mlp([784, 200, 200, 100], nn.Tanh), mlp([50, 200, 200, 784], nn.Tanh), samples=50)
    if name == "conv-vae":
        encoder = [down(1, 32), nn.ReLU(), down(32, 64), nn.ReLU(), nn.Flatten()]
        encoder += [nn.Linear(3136, 256), nn.ReLU(), nn.Linear(256, 64)]
        decoder = [nn.Linear(32, 3136), nn.ReLU(), grid(64), up(64, 32), nn.ReLU(), up(32, 1)]
        return Latent(nn.Sequential(*encoder), nn.Sequential(*decoder))
    discriminator = [down(1, 64), nn.LeakyReLU(0.2), down(64, 128), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(6272, 1)]
    generator = [nn.Linear(64, 6272, bias=False), grid(128), normalized(128), nn.ReLU()]
    generator += [up(128, 64, bias=False), normalized(64), nn.ReLU(), up(64, 1), nn.Tanh()]
    return Adversarial(nn.Sequential(*discriminator), nn.Sequential(*generator), latent=64)
