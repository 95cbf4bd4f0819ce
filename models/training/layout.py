"""From words to the plane: what a caption says lies where, before there is any picture."""
import math

import torch
from torch import nn

from plain_ops import reshape, reshape_as, stretch


class Layout(nn.Module):
    """What goes where, straight from the words: [b, n, text width] -> features [b, c, h, w].

    A few learned questions are asked of the words. The answers say, for each of 32 layers, where it lies (a sum of maps
    that start as cosine waves) and what it is made of: "red" and "a star at the top left" are learned apart and multiplied."""

    WAVES, QUESTIONS, LAYERS = 8, 8, 32

    def __init__(self, width, config):
        super().__init__()
        asked, hidden = self.QUESTIONS * config.text_width, 4 * width
        self.width, self.waves, self.side = width, self.WAVES**2, config.grid
        steps = math.pi * (torch.arange(config.grid) + 0.5) / config.grid
        waves = torch.cos(torch.arange(self.WAVES)[:, None] * steps)
        self.maps = nn.Parameter(torch.einsum("ay,bx->abyx", waves, waves).reshape(1, self.waves, config.grid, config.grid))
        self.questions = nn.Linear(config.text_width, self.QUESTIONS, bias=False)
        self.think = nn.Sequential(nn.LayerNorm(asked), nn.Linear(asked, hidden), nn.SiLU())
        self.where, self.what = nn.Linear(hidden, self.LAYERS * self.waves), nn.Linear(hidden, width * self.LAYERS)
        self.guess = nn.Conv2d(width, 4, 3, padding=1)  # features -> the mean picture of these words: trains the rest
        self.zoom = nn.Parameter(torch.tensor(0.7))  # share of a caption's own picture that a hole shows
        middles = (torch.arange(config.grid) + 0.5) / config.grid
        self.register_buffer("middles", torch.stack(torch.meshgrid(middles, middles, indexing="ij"))[None], persistent=False)
        with torch.no_grad():
            self.where.weight.mul_(3)
            self.what.weight.mul_(0.3)

    def forward(self, text, like, mask):
        """like: any [b, width, h, w] of the size to answer in. Twice: with the words' picture as the whole picture, and with
        it drawn into the hole of mask [b, 1, h, w], since "a red star" there is a star in the middle of the hole."""
        answers = self.questions(text).transpose(1, 2).softmax(-1) @ text  # [b, questions, text width]
        thought = self.think(reshape(answers, 0, -1))
        where, what = reshape(self.where(thought), 0, -1, self.waves), reshape(self.what(thought), 0, -1, self.LAYERS)
        whole = what @ (where @ reshape(stretch(self.maps, like), self.waves, -1))
        small = reshape(what @ (where @ reshape(self.maps, self.waves, -1)), 0, self.width, -1, self.side)
        down, across = self.into(mask, self.side)
        return reshape_as(whole, like), down.transpose(2, 3) @ small @ across * mask

    def into(self, mask, side):
        """Bilinear weights [b, 1, side, h] and [b, 1, side, w] that draw a square grid into the middle of a mask's hole."""
        hats, spans = [], []
        for axis, middles in ((2, stretch(self.middles, mask)[:, :1, :, :1]), (3, stretch(self.middles, mask)[:, 1:, :1])):
            touched = mask.amax(5 - axis, keepdim=True)
            cells = middles * (0 * touched + 1).sum(axis, keepdim=True)  # the middle of every cell, counted in cells
            first, last = (cells + 1e4 * (1 - touched)).amin(axis, keepdim=True), (cells * touched).amax(axis, keepdim=True)
            hats.append(cells - (first + last) / 2)
            spans.append((last - first + 1).clamp(1))
        scale = self.zoom * side / (spans[0] - (spans[0] - spans[1]).relu())  # over the smaller span; few runtimes have Min on a GPU
        ladder = torch.arange(side, dtype=torch.float32).reshape(1, 1, side, 1)
        at = [reshape(hat, 0, 1, 1, -1) * scale + (side - 1) / 2 for hat in hats]
        return [(1 - (place.clamp(0, side - 1) - ladder).abs()).relu() for place in at]
