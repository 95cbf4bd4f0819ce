"""Simple objects from a permissively licensed icon set, on plain grounds and on hills."""
import functools
import json
from pathlib import Path

from PIL import Image

from . import scenes
from .canvas import shade
from .grammar import background_phrase, dress, join, noun_phrase, pick, usual
from .words import COLORS, PLACES

NAMES = json.loads((Path(__file__).parent / "icon_names.json").read_text(encoding="utf-8"))
CELL, COLUMNS = 96, 6


@functools.cache
def stamp(name):
    sheet = Image.open(Path(__file__).parent / "icons.webp").convert("RGBA")
    index = list(NAMES).index(name)
    x, y = index % COLUMNS * CELL, index // COLUMNS * CELL
    return sheet.crop((x, y, x + CELL, y + CELL))


def choose(rng):
    centered = rng.random() < 0.75
    return {
        "family": "icon",
        "icon": pick(rng, list(NAMES)),
        "background": "white" if rng.random() < 0.3 else pick(rng, list(COLORS)),
        "size": "large" if centered else "medium",
        "place": (1, 1) if centered else tuple(pick(rng, list(PLACES))),
    }


def paint(spec, canvas, rng):
    short = min(canvas.height, canvas.width)
    canvas.gradient(*[shade(rng, spec["background"])] * 2)
    size = rng.uniform(*((0.62, 0.72) if spec["size"] == "large" else (0.4, 0.46))) * short
    row, column = spec["place"]
    x = (size / 2 + 4, canvas.width / 2, canvas.width - size / 2 - 4)[column]
    y = (size / 2 + 4, canvas.height / 2, canvas.height - size / 2 - 4)[row]
    canvas.paste(stamp(spec["icon"]), x, y, size)
    return [({"family": "icon-part", "icon": spec["icon"]}, (x - size / 2, y - size / 2, x + size / 2, y + size / 2))]


def name_phrase(rng, language, icon, article=True):
    english, german, gender = NAMES[icon]
    return noun_phrase(rng, language, [english] if language == "en" else [(german, gender)], article=article)


def describe(spec, language, rng):
    what = name_phrase(rng, language, spec["icon"], rng.random() < 0.7)
    centered = tuple(spec["place"]) == (1, 1)
    where = "" if rng.random() < (0.8 if centered else 0.07) else usual(rng, PLACES[tuple(spec["place"])][0 if language == "en" else 1])
    ground = "" if rng.random() < (0.5 if spec["background"] == "white" else 0.06) else background_phrase(rng, language, spec["background"])
    return dress(rng, language, join(what, where, ground))


def describe_part(spec, language, rng):
    return dress(rng, language, name_phrase(rng, language, spec["icon"]))
