"""The corpus: pictures drawn by code, with captions in English and German.

    spec = choose(rng)                       what the picture shows, as plain data: captions and measurements both come from it
    picture = paint(spec, 128, 128, rng)     pixels, and the parts a person could ask for alone
    caption(spec, "de", rng)                 one of many ways to say it
"""
import hashlib
import json
from dataclasses import dataclass, field

import numpy as np

from . import icons, patterns, scenes, shapes
from .canvas import Canvas, shade

# (height, width) in pixels. In latents (an eighth) all sides are even and all areas about 256.
BUCKETS = {"1:1": (128, 128), "4:3": (112, 144), "3:4": (144, 112), "16:9": (96, 176), "9:16": (176, 96)}
BUCKET_SHARE = [0.52, 0.12, 0.12, 0.12, 0.12]
# Harder families get more pictures than easy ones: colors are learned in minutes, geometry is not.
FAMILIES = {
    "shape": (0.36, shapes.choose_one, shapes.paint_one, shapes.describe_one),
    "two": (0.12, shapes.choose_two, shapes.paint_two, shapes.describe_two),
    "many": (0.05, shapes.choose_many, shapes.paint_many, shapes.describe_many),
    "pattern": (0.15, patterns.choose, patterns.paint, patterns.describe),
    "scene": (0.24, scenes.choose, scenes.paint, scenes.describe),
    "icon": (0.08, icons.choose, icons.paint, icons.describe),
}
PARTS = {"shape-part": shapes.describe_part, "scene-part": scenes.describe_part, "icon-part": icons.describe_part}
GROUNDS = {"shape": shapes.describe_background, "two": shapes.describe_background, "many": shapes.describe_background, "icon": shapes.describe_background, "scene": scenes.describe_background}


@dataclass
class Picture:
    pixels: np.ndarray  # uint8 [height, width, 3]
    parts: list = field(default_factory=list)  # (part spec, (x0, y0, x1, y1) in pixels)


def combination(spec):
    """What must not be seen in training if it is to be asked in the evaluation: size and place do not count."""
    keys = ("family", "shape", "shapes", "icon", "color", "colors", "background", "kind", "direction", "hour", "land", "extras", "relation", "count")
    return json.dumps({key: spec[key] for key in keys if key in spec})


def held_out(spec):
    """True for about one in twelve combinations of what a caption names; the same ones on every machine."""
    return int(hashlib.sha256(combination(spec).encode()).hexdigest(), 16) % 12 == 0


def choose(rng, family=None, test=False):
    names = list(FAMILIES)
    while True:
        name = family or names[rng.choice(len(names), p=[FAMILIES[name][0] for name in names])]
        spec = FAMILIES[name][1](rng)
        if held_out(spec) == test:
            return spec


def paint(spec, height, width, rng, density=1):
    """The picture of a spec. With a density, the same random numbers draw it that many times as wide and high."""
    background = shade(rng, spec["background"]) if "background" in spec else (128, 128, 128)
    canvas = Canvas(height, width, background, density)
    parts = FAMILIES[spec["family"]][2](spec, canvas, rng)
    return Picture(canvas.pixels(), parts)


def caption(spec, language, rng):
    describe = PARTS.get(spec["family"]) or FAMILIES[spec["family"]][3]
    return describe(spec, language, rng)


def ground_caption(spec, language, rng):
    """The picture's caption without its parts, or nothing where the family has no such thing."""
    return GROUNDS[spec["family"]](spec, language, rng) if spec["family"] in GROUNDS else ""
