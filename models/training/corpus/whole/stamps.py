"""The icon sheet of the whole corpus: pictures to stamp, their names, and how they take another color."""
import functools
from pathlib import Path

import numpy as np
from PIL import Image

from .phrases import Noun

HERE = Path(__file__).parent
CELL, COLUMNS = 176, 24


def read_german(text, gender):
    """ "Hund, Welpe" and "m" -> [("Hund", "m"), ("Welpe", "m")]; "Kätzchen/n" has a gender of its own."""
    pairs = (name.strip().partition("/") for name in text.split(","))
    return [(noun, own or gender) for noun, _, own in pairs]


def read_table():
    """{icon: Noun}, {icon: set of flags}, in the sheet's order."""
    nouns, flags = {}, {}
    for row in (HERE / "icons.txt").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            icon, english, plural, german, gender, german_plural, marks = (cell.strip() for cell in row.split("|"))
            nouns[icon] = Noun([name.strip() for name in english.split(",")], plural, read_german(german, gender), german_plural)
            flags[icon] = set(marks.split())
    return nouns, flags


NOUNS, FLAGS = read_table()
ICONS = list(NOUNS)


def having(flag):
    return [icon for icon in ICONS if flag in FLAGS[icon]]


@functools.cache
def sheet():
    return Image.open(HERE / "icons.webp").convert("RGBA")


@functools.cache
def stamp(icon):
    """RGBA, 176 pixels wide and high."""
    index = ICONS.index(icon)
    x, y = index % COLUMNS * CELL, index // COLUMNS * CELL
    return sheet().crop((x, y, x + CELL, y + CELL))


def silhouette(icon, rgb):
    """The icon's outline, filled with one color."""
    filled = Image.new("RGBA", (CELL, CELL), (*rgb, 255))
    filled.putalpha(stamp(icon).getchannel("A"))
    return filled


def main_area(hue, saturation, alpha):
    """bool [h, w]: the pixels of the icon's main color, or the gray ones where it has hardly any color."""
    weight = alpha * (saturation > 0.25)
    if weight.sum() < 0.2 * alpha.sum():
        return saturation <= 0.25
    counts = np.bincount((hue * 36).astype(int).ravel() % 36, weight.ravel(), 36)
    peak = (np.argmax(counts + np.roll(counts, 1) + np.roll(counts, -1)) + 0.5) / 36
    away = np.abs(hue - peak)
    return (np.minimum(away, 1 - away) < 0.085) & (saturation > 0.25)


def recolored(icon, rgb):
    """The icon with its main color replaced; darker and lighter shades of it stay darker and lighter."""
    pixels = np.asarray(stamp(icon), np.float32)
    color, alpha = pixels[..., :3], pixels[..., 3] / 255
    hue, saturation, _ = np.moveaxis(np.asarray(stamp(icon).convert("RGB").convert("HSV"), np.float32) / 255, -1, 0)
    area = main_area(hue, saturation, alpha) & (alpha > 0)
    light = color @ np.array([0.299, 0.587, 0.114], np.float32)
    share = (light / max(1.0, float(np.median(light[area]))))[..., None]
    target = np.array(rgb, np.float32)
    shaded = np.where(share < 1, target * share, target + (255 - target) * np.clip(share - 1, 0, 0.8))
    pixels[..., :3] = np.where(area[..., None], shaded, color)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
