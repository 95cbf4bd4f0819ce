"""Masks as people draw them: boxes, ellipses, brush strokes, one side of the picture. 1 = to be painted."""
import numpy as np
from PIL import Image, ImageDraw


def around(rng, box, height, width):
    """A box grown by 8 to 60 % of its size on each side, within the picture."""
    x0, y0, x1, y1 = box
    grow = rng.uniform(0.08, rng.choice([0.25, 0.6]), 4) * max(x1 - x0, y1 - y0)
    return max(0, x0 - grow[0] - 2), max(0, y0 - grow[1] - 2), min(width, x1 + grow[2] + 2), min(height, y1 + grow[3] + 2)


def draw_mask(rng, height, width, box=None):
    """uint8 [height, width]. With a box, a mask that surely covers it; otherwise a random one of 5 to 80 % of the area."""
    image = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(image)
    if box is not None:
        x0, y0, x1, y1 = around(rng, box, height, width)
        if rng.random() < 0.3:  # the ellipse around that box
            dx, dy = 0.2 * (x1 - x0), 0.2 * (y1 - y0)
            pen.ellipse([x0 - dx, y0 - dy, x1 + dx, y1 + dy], fill=1)
        else:
            pen.rectangle([x0, y0, x1, y1], fill=1)
        return np.asarray(image)
    kind = rng.random()
    if kind < 0.5:
        w, h = rng.uniform(0.25, 0.9, 2) * [width, height]
        x, y = rng.uniform(0, width - w), rng.uniform(0, height - h)
        (pen.rectangle if rng.random() < 0.7 else pen.ellipse)([x, y, x + w, y + h], fill=1)
    elif kind < 0.68:  # one side is missing: the picture is to be expanded
        share = rng.uniform(0.15, 0.65)
        side = rng.integers(4)
        w, h = (share * width, height) if side < 2 else (width, share * height)
        x, y = (width - w if side == 1 else 0), (height - h if side == 3 else 0)
        pen.rectangle([x, y, x + w, y + h], fill=1)
    else:  # a brush
        points = rng.uniform(0.1, 0.9, (int(rng.integers(2, 6)), 2)) * [width, height]
        thickness = int(rng.uniform(0.12, 0.35) * min(height, width))
        path = [tuple(point) for point in points]
        pen.line(path, fill=1, width=thickness)
        for x, y in path:
            pen.ellipse([x - thickness / 2, y - thickness / 2, x + thickness / 2, y + thickness / 2], fill=1)
    return np.asarray(image)


def shrink(mask, factor=8):
    """[h, w] pixels -> [h / 8, w / 8] latents: a latent that is touched is masked."""
    h, w = mask.shape
    return mask.reshape(h // factor, factor, w // factor, factor).max((1, 3))
