"""A small canvas: draws at twice the size and halves it, so that every edge is smooth. Lengths are pixels of the picture.

With a density of 4 the same drawing comes out four times as wide and high, pixel on pixel: what the upscaler learns from.
"""
import numpy as np
from PIL import Image, ImageDraw

from .words import COLORS


def shade(rng, name, spread=7):
    """The sRGB color of that name, a little off, as no two reds are the same."""
    return tuple(int(np.clip(channel + rng.integers(-spread, spread + 1), 0, 255)) for channel in COLORS[name][0])


def mix(first, second, share):
    return tuple(int(round(p * (1 - share) + q * share)) for p, q in zip(first, second))


class Canvas:
    def __init__(self, height, width, background, density=1):
        self.height, self.width = height, width
        self.scale = 2 * density
        # Pillow cuts coordinates to whole pixels of what it draws on, and fills the pixels that an outline touches. A
        # denser drawing loses less by that; so it moves its boxes and thickens its polygons by the difference.
        self.cut = density - 1
        self.image = Image.new("RGB", (self.scale * width, self.scale * height), background)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points, color):
        points = [(self.scale * x, self.scale * y) for x, y in points]
        self.pen.polygon(points, fill=color)
        if self.cut:
            self.pen.line([*points, points[0]], fill=color, width=self.cut, joint="curve")

    def box(self, x0, y0, x1, y1):
        move = self.cut / 2
        return [self.scale * x0 - move, self.scale * y0 - move, self.scale * x1 - move - 1, self.scale * y1 - move - 1]

    def ellipse(self, x, y, rx, ry, color):
        self.pen.ellipse(self.box(x - rx, y - ry, x + rx, y + ry), fill=color)

    def rectangle(self, x0, y0, x1, y1, color):
        self.pen.rectangle(self.box(x0, y0, x1, y1), fill=color)

    def line(self, points, color, thickness):
        self.pen.line([(self.scale * x, self.scale * y) for x, y in points], fill=color, width=int(round(self.scale * thickness)), joint="curve")

    def blend(self, first, second, share):
        """Paints the whole canvas: share, of the grid's shape, is how much of the second color a pixel gets."""
        first, second = np.array(first, np.float32), np.array(second, np.float32)
        pixels = first + (second - first) * share[..., None].astype(np.float32)
        self.image.paste(Image.fromarray(np.round(pixels).astype(np.uint8)))

    def grid(self):
        """x and y [2h, 2w] (times the density) in pixels of the picture."""
        y, x = np.mgrid[0 : self.scale * self.height, 0 : self.scale * self.width].astype(np.float32)
        return (x + 0.5) / self.scale, (y + 0.5) / self.scale

    def gradient(self, first, second, direction="vertical"):
        x, y = self.grid()
        x, y = x / self.width, y / self.height
        center = np.clip(1.3 * np.hypot(x - 0.5, y - 0.5), 0, 1)
        self.blend(first, second, {"vertical": y, "horizontal": x, "diagonal": (x + y) / 2, "radial": center}[direction])

    def paste(self, picture, x, y, size):
        """An RGBA picture centered on (x, y), `size` pixels wide and high."""
        side = int(self.scale * size)
        stamp = picture.resize((side, side), Image.LANCZOS)
        left, top = (int(self.scale * (at - size / 2) - self.cut / 2) for at in (x, y))
        self.image.paste(stamp, (left, top), stamp)

    def pixels(self):
        """uint8 [height, width, 3], both sides times the density"""
        return np.asarray(self.image.reduce(2))
