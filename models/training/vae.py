"""The autoencoder: a picture [b, 3, H, W] in -1..1 <-> latents [b, 4, H/8, W/8] with mean 0 and deviation 1 per channel.

No normalisation layers and no sampling: flat colors must come back exactly. The second convolution of every block starts
at zero, so a fresh network is nearly linear and trains at a high rate from the first step.
"""
import torch
import torch.nn.functional as F
from torch import nn

LATENTS = 4
ENCODER = (24, 64, 96)  # channels at 1/2, 1/4 and 1/8 of the picture
DECODER = (128, 64, 32)  # channels at 1/8, 1/4 and 1/2; wider, since it has to invent the edges


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first, self.second = nn.Conv2d(channels, channels, 3, padding=1), nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x):
        return x + self.second(F.silu(self.first(F.silu(x))))


def encoder():
    a, b, c = ENCODER
    return nn.Sequential(
        nn.PixelUnshuffle(2), nn.Conv2d(12, a, 3, padding=1), Block(a),
        nn.Conv2d(a, b, 3, stride=2, padding=1), Block(b), Block(b),
        nn.Conv2d(b, c, 3, stride=2, padding=1), Block(c), Block(c), nn.SiLU(), nn.Conv2d(c, LATENTS, 3, padding=1),
    )  # fmt: skip


def decoder():
    a, b, c = DECODER
    return nn.Sequential(
        nn.Conv2d(LATENTS, a, 3, padding=1), Block(a), Block(a), Block(a),
        nn.Upsample(scale_factor=2), nn.Conv2d(a, b, 3, padding=1), Block(b), Block(b),
        nn.Upsample(scale_factor=2), nn.Conv2d(b, c, 3, padding=1), Block(c), Block(c), nn.SiLU(),
        nn.Conv2d(c, 12, 3, padding=1), nn.PixelShuffle(2),
    )  # fmt: skip


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = encoder(), decoder()
        # measured after training (train_vae.py), so that whoever uses the latents sees a scaling factor of 1
        self.register_buffer("mean", torch.zeros(1, LATENTS, 1, 1))
        self.register_buffer("deviation", torch.ones(1, LATENTS, 1, 1))

    def encode(self, picture):
        return (self.squash(self.encoder(picture)) - self.mean) / self.deviation

    def decode(self, latents):
        return self.decoder(latents * self.deviation + self.mean)

    @staticmethod
    def squash(raw):
        """Keeps latents within -3..3, so that no channel can hide detail in huge values."""
        return 3 * torch.tanh(raw / 3)

