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


CORNERS = 12  # an outline with more of them is a curve, which must stay smooth


class Canvas:
    def __init__(self, height, width, background, density=1):
        self.height, self.width, self.density = height, width, density
        self.scale = 2 * density
        self.image = Image.new("RGB", (self.scale * width, self.scale * height), background)
        self.pen = ImageDraw.Draw(self.image)

    def cut(self, length):
        """Pillow cuts lengths to whole pixels of what it draws on. A denser drawing has to cut where the plain one does."""
        return self.density * int(2 * length)

    def polygon(self, points, color):
        if len(points) > CORNERS:
            points = [(self.scale * x, self.scale * y) for x, y in points]
        else:
            middle = (self.density - 1) // 2
            points = [(self.cut(x) + middle, self.cut(y) + middle) for x, y in points]
        self.pen.polygon(points, fill=color)
        if self.density > 1:  # the pixels that an outline touches are filled, too, and are larger in the plain drawing
            self.pen.line([*points, points[0]], fill=color, width=self.density - 1, joint="curve")

    def box(self, x0, y0, x1, y1):
        last = self.density - 1
        return [self.cut(x0), self.cut(y0), self.cut(x1 - 0.5) + last, self.cut(y1 - 0.5) + last]

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
        side = self.cut(size)
        stamp = picture.resize((side, side), Image.LANCZOS)
        self.image.paste(stamp, (self.cut(x - size / 2), self.cut(y - size / 2)), stamp)

    def pixels(self):
        """uint8 [height, width, 3], both sides times the density"""
        return np.asarray(self.image.reduce(2))
