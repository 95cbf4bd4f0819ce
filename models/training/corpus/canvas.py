"""A small canvas: draws at twice the size and halves it, so that every edge is smooth. Lengths are pixels of the picture."""
import numpy as np
from PIL import Image, ImageDraw

from .words import COLORS


def shade(rng, name, spread=7):
    """The sRGB color of that name, a little off, as no two reds are the same."""
    return tuple(int(np.clip(channel + rng.integers(-spread, spread + 1), 0, 255)) for channel in COLORS[name][0])


def mix(first, second, share):
    return tuple(int(round(p * (1 - share) + q * share)) for p, q in zip(first, second))


class Canvas:
    def __init__(self, height, width, background):
        self.height, self.width = height, width
        self.image = Image.new("RGB", (2 * width, 2 * height), background)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points, color):
        self.pen.polygon([(2 * x, 2 * y) for x, y in points], fill=color)

    def ellipse(self, x, y, rx, ry, color):
        self.pen.ellipse([2 * (x - rx), 2 * (y - ry), 2 * (x + rx) - 1, 2 * (y + ry) - 1], fill=color)

    def rectangle(self, x0, y0, x1, y1, color):
        self.pen.rectangle([2 * x0, 2 * y0, 2 * x1 - 1, 2 * y1 - 1], fill=color)

    def line(self, points, color, thickness):
        self.pen.line([(2 * x, 2 * y) for x, y in points], fill=color, width=int(round(2 * thickness)), joint="curve")

    def blend(self, first, second, share):
        """Paints the whole canvas: share [2h, 2w] is how much of the second color a pixel gets."""
        first, second = np.array(first, np.float32), np.array(second, np.float32)
        pixels = first + (second - first) * share[..., None].astype(np.float32)
        self.image.paste(Image.fromarray(np.round(pixels).astype(np.uint8)))

    def grid(self):
        """x [2h, 2w] and y [2h, 2w] in pixels of the picture."""
        y, x = np.mgrid[0 : 2 * self.height, 0 : 2 * self.width].astype(np.float32)
        return (x + 0.5) / 2, (y + 0.5) / 2

    def gradient(self, first, second, direction="vertical"):
        x, y = self.grid()
        x, y = x / self.width, y / self.height
        center = np.clip(1.3 * np.hypot(x - 0.5, y - 0.5), 0, 1)
        self.blend(first, second, {"vertical": y, "horizontal": x, "diagonal": (x + y) / 2, "radial": center}[direction])

    def paste(self, picture, x, y, size):
        """An RGBA picture centered on (x, y), `size` pixels wide and high."""
        stamp = picture.resize((int(2 * size), int(2 * size)), Image.LANCZOS)
        self.image.paste(stamp, (int(2 * x - size), int(2 * y - size)), stamp)

    def pixels(self):
        """uint8 [height, width, 3]"""
        return np.asarray(self.image.reduce(2))
