"""The text encoder and the U-Net. Both are plain PyTorch and export to plain ONNX.

Shapes: token ids [b, 32] -> hidden states [b, 32, width];
        [noisy latents 4 | mask 1 | masked picture's latents 4] [b, 9, h, w], tau [b], hidden states -> flow [b, 4, h, w].
"""
import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

from layout import Layout
from plain_ops import GroupNorm, reshape, reshape_as, stretch

LENGTH = 32  # tokens of a prompt, padding included


@dataclass
class Config:
    vocabulary: int = 2048
    text_width: int = 160
    text_layers: int = 2
    channels: tuple = (64, 128, 160)  # at 1/8, 1/16 and 1/32 of the picture
    heads: tuple = (2, 4, 5)
    grid: int = 16  # side of the learned position grid, in latents


# stage: its networks. Stage b paints 256 pixels, knows four times as many words and is trained on a GPU.
SIZES = {"a": Config(), "b": Config(vocabulary=8192, text_width=192, text_layers=4, channels=(64, 128, 192), heads=(2, 4, 6), grid=32)}


def attention(query, key, value, heads, width):
    """[b, n, c] attends to [b, m, c], c = heads * width. Written out: the fused operator gave wrong numbers on WebGPU.

    On a GPU the fused one trains in a third of the memory."""
    split = lambda x: reshape(x, 0, -1, heads, width).transpose(1, 2)
    if query.is_cuda:
        return reshape(F.scaled_dot_product_attention(split(query), split(key), split(value)).transpose(1, 2), 0, -1, heads * width)
    weights = (split(query) * width**-0.5) @ split(key).transpose(2, 3)
    return reshape((weights.softmax(-1) @ split(value)).transpose(1, 2), 0, -1, heads * width)


class Attention(nn.Module):
    def __init__(self, width, heads, context=None):
        super().__init__()
        self.heads, self.width = heads, width // heads
        self.query, self.out = nn.Linear(width, width, bias=False), nn.Linear(width, width)
        self.key, self.value = nn.Linear(context or width, width, bias=False), nn.Linear(context or width, width, bias=False)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x, context=None):
        context = x if context is None else context
        return self.out(attention(self.query(x), self.key(context), self.value(context), self.heads, self.width))


class Transformer(nn.Module):
    """Attention among the positions (optional), attention to the text (optional), then an MLP at every position."""

    def __init__(self, width, heads, context=None, own=True, stretch=3):
        super().__init__()
        self.own = Attention(width, heads) if own else None
        self.text = Attention(width, heads, context) if context else None
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.mlp = nn.Sequential(nn.Linear(width, stretch * width), nn.GELU(), nn.Linear(stretch * width, width))

    def forward(self, x, context=None):
        if self.own is not None:
            x = x + self.own(self.norms[0](x))
        if self.text is not None:
            x = x + self.text(self.norms[1](x), context)
        return x + self.mlp(self.norms[2](x))


class TextEncoder(nn.Module):
    """Words, then words among their neighbors ("blue" before "background"), then words in the whole sentence.

    A prompt is always filled up to 32 tokens. All that is added to a word starts at or near zero: where attention may
    grow large before the words are known, every token ends up with the same state and colors find no way through."""

    def __init__(self, config):
        super().__init__()
        width = config.text_width
        self.tokens = nn.Embedding(config.vocabulary, width)
        self.places = nn.Parameter(0.1 * torch.randn(LENGTH, width))
        self.near = nn.Sequential(nn.Linear(5 * width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.blocks = nn.ModuleList(Transformer(width, 4) for _ in range(config.text_layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.tokens.weight, std=0.5)
        for block in self.blocks:
            nn.init.zeros_(block.mlp[2].weight)
            nn.init.zeros_(block.mlp[2].bias)

    def forward(self, ids):
        x = self.tokens(ids) + self.places[: ids.shape[1]]
        wide = F.pad(x, (0, 0, 2, 2))
        x = x + self.near(torch.cat([wide[:, :-4], wide[:, 1:-3], x, wide[:, 3:-1], wide[:, 4:]], 2))
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


class ResBlock(nn.Module):
    def __init__(self, inside, outside, condition):
        super().__init__()
        self.norm1, self.conv1 = GroupNorm(16, inside), nn.Conv2d(inside, outside, 3, padding=1)
        self.condition = nn.Linear(condition, 2 * outside)
        self.norm2, self.conv2 = GroupNorm(16, outside), nn.Conv2d(outside, outside, 3, padding=1)
        self.skip = nn.Conv2d(inside, outside, 1) if inside != outside else nn.Identity()
        self.outside = outside
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, condition):
        h = self.conv1(F.silu(self.norm1(x)))
        both = self.condition(condition)[:, :, None, None]
        h = self.norm2(h) * (1 + both[:, : self.outside]) + both[:, self.outside :]
        return self.skip(x) + self.conv2(F.silu(h))


class Spatial(nn.Module):
    """A transformer over the positions of a feature map [b, c, h, w]."""

    def __init__(self, width, heads, context, own=True):
        super().__init__()
        self.width, self.norm, self.block = width, GroupNorm(16, width), Transformer(width, heads, context, own)
        self.enter, self.leave = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, x, context):
        h = self.block(self.enter(reshape(self.norm(x), 0, self.width, -1).transpose(1, 2)), context)
        return x + reshape_as(self.leave(h).transpose(1, 2), x)


def time_features(tau, width=128):
    """[b] in 0..1 -> [b, width]: sines and cosines from slow to fast."""
    speeds = torch.exp(torch.arange(width // 2) * (-math.log(1e4) / (width // 2)))
    angles = 1000 * tau[:, None] * speeds
    return torch.cat([angles.sin(), angles.cos()], 1)


class UNet(nn.Module):
    def __init__(self, config):
        super().__init__()
        a, b, c = config.channels
        one, two, four = config.heads
        text, condition = config.text_width, 4 * a
        self.time = nn.Sequential(nn.Linear(128, condition), nn.SiLU(), nn.Linear(condition, condition))
        self.sentence = nn.Linear(text, condition)  # the first token's state and the mean of all: the whole prompt
        # 9 channels are filled up to 12: a 3x3 convolution over 9 gave wrong numbers on WebGPU
        self.enter = nn.Conv2d(12, a, 3, padding=1)
        self.places = nn.ParameterList(nn.Parameter(0.02 * torch.randn(1, width, config.grid // step, config.grid // step)) for width, step in ((a, 1), (b, 2), (c, 4)))
        self.layout, self.join, self.join_hole = Layout(a, config), nn.Conv2d(a, a, 1), nn.Conv2d(a, a, 1, bias=False)
        nn.init.zeros_(self.join.weight)
        nn.init.zeros_(self.join_hole.weight)
        self.down1, self.look1 = ResBlock(a, a, condition), Spatial(a, one, text, own=False)
        self.shrink1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.down2, self.look2 = ResBlock(b, b, condition), Spatial(b, two, text)
        self.shrink2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.middle, self.look3 = ResBlock(c, c, condition), nn.ModuleList(Spatial(c, four, text) for _ in range(2))
        self.middle2 = ResBlock(c, c, condition)
        self.grow2 = nn.Conv2d(c, b, 3, padding=1)
        self.up2, self.look4 = ResBlock(2 * b, b, condition), Spatial(b, two, text)
        self.grow1 = nn.Conv2d(b, a, 3, padding=1)
        self.up1, self.look5 = ResBlock(2 * a, a, condition), Spatial(a, one, text, own=False)
        self.last = ResBlock(a, a, condition)
        self.norm, self.leave = GroupNorm(16, a), nn.Conv2d(a, 4, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, sample, tau, text, guess=False):
        """The flow [b, 4, h, w]; with `guess` also the mean picture's latents, as a whole and in the hole, which train the layout."""
        x = self.enter(F.pad(sample, (0, 0, 0, 0, 0, 3)))
        layout, in_hole = self.layout(text, x, sample[:, 4:5])
        condition = F.silu(self.time(time_features(tau)) + self.sentence(text[:, 0] + 4 * text.mean(1)))
        x = x + stretch(self.places[0], x) + self.join(layout) + self.join_hole(in_hole)
        first = self.look1(self.down1(x, condition), text)
        x = self.shrink1(first)
        x = x + stretch(self.places[1], x)
        second = self.look2(self.down2(x, condition), text)
        x = self.shrink2(second)
        x = self.middle(x + stretch(self.places[2], x), condition)
        for look in self.look3:
            x = look(x, text)
        x = self.middle2(x, condition)
        x = self.grow2(F.interpolate(x, size=second.shape[2:], mode="nearest"))
        x = self.look4(self.up2(torch.cat([x, second], 1), condition), text)
        x = self.grow1(F.interpolate(x, size=first.shape[2:], mode="nearest"))
        x = self.look5(self.up1(torch.cat([x, first], 1), condition), text)
        flow = self.leave(F.silu(self.norm(self.last(x, condition))))
        return (flow, self.layout.guess(layout), self.layout.guess(in_hole)) if guess else flow


class Painter(nn.Module):
    """The two networks that are trained together."""

    def __init__(self, config):
        super().__init__()
        self.config, self.text, self.unet = config, TextEncoder(config), UNet(config)

    def forward(self, sample, tau, ids, guess=False):
        return self.unet(sample, tau, self.text(ids), guess)

    def settings(self):
        return asdict(self.config)
