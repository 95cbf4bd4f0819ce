"""What a picture shows, measured on its pixels: colors, shape, place, number, relation. No network is involved."""
import functools

import numpy as np
from PIL import Image, ImageDraw

from corpus.patterns import layout
from corpus.shapes import outline
from corpus.words import COLORS, SHAPES

PALETTE = np.array([rgb for rgb, _, _ in COLORS.values()], np.float32)
NAMES = list(COLORS)
DIFFERENT = 45  # distance in sRGB from which a pixel is not background


def name_of(rgb):
    return NAMES[np.square(PALETTE - np.asarray(rgb, np.float32)).sum(1).argmin()]


def names_of(pixels):
    """Index of the nearest palette color for every pixel, [h, w]."""
    return np.square(pixels.astype(np.float32)[..., None, :] - PALETTE).sum(-1).argmin(-1)


def border(pixels, width=3):
    edge = np.ones(pixels.shape[:2], bool)
    edge[width:-width, width:-width] = False
    return np.median(pixels[edge], 0)


def figure(pixels, background):
    """bool [h, w]: what is not background, without single pixels."""
    far = np.sqrt(np.square(pixels.astype(np.float32) - background).sum(-1)) > DIFFERENT
    padded = np.pad(far, 1).astype(np.int8)
    h, w = far.shape
    around = sum(padded[i : i + h, j : j + w] for i in range(3) for j in range(3))
    return far & (around >= 5)


def centroid(mask):
    y, x = np.nonzero(mask)
    return (x.mean() + 0.5, y.mean() + 0.5)


@functools.cache
def template(shape):
    """Area and centroid of a shape's unit outline, measured on a large drawing."""
    image = Image.new("L", (512, 512))
    ImageDraw.Draw(image).polygon([(256 + 180 * x, 256 + 180 * y) for x, y in outline(shape)], fill=1)
    mask = np.asarray(image) > 0
    x, y = centroid(mask)
    return mask.sum() / 180**2, np.array([(x - 256) / 180, (y - 256) / 180])


def best_shape(mask):
    """The named shape whose outline covers the mask best (intersection over union), over scales and small shifts."""
    if mask.sum() < 30:
        return None, 0.0
    h, w = mask.shape
    middle, scores = np.array(centroid(mask)), {}
    for shape in SHAPES:
        area, offset = template(shape)
        best = 0.0
        for grow in (0.92, 1.0, 1.08):
            scale = np.sqrt(mask.sum() / area) * grow
            points = outline(shape) * scale + middle - offset * scale
            for dx, dy in ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2)):
                image = Image.new("L", (w, h))
                ImageDraw.Draw(image).polygon([(x + dx - 0.5, y + dy - 0.5) for x, y in points], fill=1)
                fit = np.asarray(image) > 0
                best = max(best, (fit & mask).sum() / (fit | mask).sum())
        scores[shape] = best
    winner = max(scores, key=scores.get)
    return winner, scores[winner]


def third(mask):
    """(row, column) of the third in which the mask's middle lies."""
    x, y = centroid(mask)
    h, w = mask.shape
    return int(min(2, 3 * y / h)), int(min(2, 3 * x / w))


def islands(mask, smallest=0.004):
    """The number of connected areas that are larger than that share of the picture."""
    label = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:  # every pixel takes the largest label among its neighbors until nothing changes
        padded = np.pad(label, 1)
        grown = np.maximum.reduce([padded[1:-1, 1:-1], padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]) * mask
        if (grown == label).all():
            break
        label = grown
    _, counts = np.unique(label[label > 0], return_counts=True)
    return int((counts > smallest * mask.size).sum())


def shape_facts(pixels, spec):
    """{attribute: right or not} of a picture of one shape."""
    background = border(pixels)
    mask = figure(pixels, background)
    ground = name_of(background) == spec["background"]
    if mask.sum() < 0.005 * mask.size:
        return {"both colors": False, "foreground": False, "background": ground, "shape": False, "place": False}
    tint = name_of(np.median(pixels[mask], 0)) == spec["color"]
    place = third(mask) == tuple(spec["place"])
    return {"both colors": tint and ground, "foreground": tint, "background": ground, "shape": best_shape(mask)[0] == spec["shape"], "place": place}


def many_facts(pixels, spec):
    mask = figure(pixels, border(pixels))
    return {"count": bool(mask.any()) and islands(mask) == spec["count"]}


def two_facts(pixels, spec):
    """Both colors are there, and they stand as the caption says."""
    names = names_of(pixels)
    masks = [names == NAMES.index(tint) for tint in spec["colors"]]
    if min(mask.mean() for mask in masks) < 0.01:
        return {"two: colors": False, "two: relation": False}
    (x0, y0), (x1, y1) = (centroid(mask) for mask in masks)
    far = 0.12 * min(pixels.shape[:2])
    inside = max(abs(x0 - x1), abs(y0 - y1)) < far and masks[0].sum() < masks[1].sum()
    right = {"left of": x1 - x0 > far, "right of": x0 - x1 > far, "above": y1 - y0 > far, "below": y0 - y1 > far, "inside": inside}
    return {"two: colors": True, "two: relation": bool(right[spec["relation"]])}


WAYS = {"stripes": ("horizontal", "vertical", "diagonal"), "gradient": ("vertical", "horizontal", "radial"), "waves": ("horizontal",), "zigzag": ("horizontal",)}


@functools.cache
def drawings(height, width):
    """[(kind, direction, drawing)]: every pattern, at several periods, as transformed for a search over all shifts.

    A gradient has one place; what repeats is drawn twice as large as the picture, so that every shift lies inside."""
    found, size = [], (2 * height, 2 * width)
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32) + 0.5
    for kind in ("stripes", "waves", "zigzag", "dots", "checks", "grid"):
        for direction in WAYS.get(kind, (None,)):
            for period in np.linspace(29, 43, 9):
                flat = layout(kind, direction, x, y, period).astype(np.float32)
                found.append((kind, direction, np.fft.rfft2((flat - flat.mean()) / flat.std())))
    y, x = y[:height, :width] / height, x[:height, :width] / width
    for direction, flat in (("vertical", y), ("horizontal", x), ("radial", np.clip(1.3 * np.hypot(x - 0.5, y - 0.5), 0, 1))):
        found.append(("gradient", direction, (flat - flat.mean()) / flat.std()))
    return found


def best_pattern(pixels, spec):
    """(kind, direction) of the drawing in the caption's two colors that correlates best with the picture."""
    first, second = (PALETTE[NAMES.index(tint)] for tint in (spec["colors"][0], spec["colors"][-1]))
    if spec["kind"] == "plain":
        return ("plain", None) if figure(pixels, border(pixels)).mean() < 0.02 else (None, None)
    share = ((pixels - first) @ (second - first) / np.square(second - first).sum()).clip(-0.3, 1.3)
    if share.std() < 0.05:
        return "plain", None
    share = (share - share.mean()) / share.std()
    height, width = share.shape
    padded = np.zeros((2 * height, 2 * width), np.float32)
    padded[:height, :width] = share
    shadow, best = np.conj(np.fft.rfft2(padded)), (0.0, None, None)
    for kind, direction, drawing in drawings(height, width):
        if kind == "gradient":
            score = (share * drawing).mean()
        else:
            score = np.fft.irfft2(drawing * shadow)[: height + 1, : width + 1].max() / share.size
        best = max(best, (float(score), kind, direction), key=lambda item: item[0])
    return best[1:]


def pattern_colors(pixels, spec):
    """Whether the named colors, and hardly any other, make up the picture; of a gradient, whether its ends are right."""
    if spec["kind"] == "gradient":
        h, w = pixels.shape[:2]
        middle = pixels[h // 2 - 4 : h // 2 + 4, w // 2 - 4 : w // 2 + 4].reshape(-1, 3)
        corners = np.concatenate([pixels[y, x].reshape(-1, 3) for y in (slice(0, 6), slice(h - 6, h)) for x in (slice(0, 6), slice(w - 6, w))])
        first, last = {"vertical": (pixels[:6].reshape(-1, 3), pixels[-6:].reshape(-1, 3)), "horizontal": (pixels[:, :6].reshape(-1, 3), pixels[:, -6:].reshape(-1, 3)), "radial": (middle, corners)}[spec["direction"]]
        return [name_of(np.median(end, 0)) for end in (first, last)] == list(spec["colors"])
    names = names_of(pixels)
    shares = [(names == NAMES.index(tint)).mean() for tint in spec["colors"]]
    return bool(sum(shares) > 0.7 and min(shares) > 0.1)
