"""The corpus: pictures drawn by code, with captions in English and German.

    spec = choose(rng)                       what the picture shows, as plain data: captions and measurements both come from it
    picture = paint(spec, 128, 128, rng)     pixels, and the parts a person could ask for alone
    caption(spec, "de", rng)                 one of many ways to say it

Stage "a" is what a small network can learn on a CPU; stage "b" is the whole corpus, drawn twice as dense.
"""
import hashlib
import json
from dataclasses import dataclass, field

import numpy as np

from . import icons, patterns, scenes, shapes, whole
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
ALL_FAMILIES = {**{name: tools for name, (_, *tools) in FAMILIES.items()}, **whole.FAMILIES}
# How often each family is drawn. The whole corpus has better icons than the first one, and repeats the rest of it.
SHARES = {
    "a": {name: share for name, (share, *_) in FAMILIES.items()},
    "b": {
        "shape": 0.14, "two": 0.06, "many": 0.03, "pattern": 0.07, "scene": 0.1, "icon": 0.0,
        "figure": 0.11, "object": 0.2, "group": 0.05, "pair": 0.06, "bands": 0.05, "motif": 0.03, "view": 0.1,
    },
}  # fmt: skip
DENSITY = {"a": 1, "b": 2}  # pixels of the picture per pixel of a bucket, to each side
PARTS = {"shape-part": shapes.describe_part, "scene-part": scenes.describe_part, "icon-part": icons.describe_part, **whole.PARTS}
GROUNDS = {"shape": shapes.describe_background, "two": shapes.describe_background, "many": shapes.describe_background, "icon": shapes.describe_background, "scene": scenes.describe_background}


@dataclass
class Picture:
    pixels: np.ndarray  # uint8 [height, width, 3]
    parts: list = field(default_factory=list)  # (part spec, (x0, y0, x1, y1) in pixels)


def combination(spec):
    """What must not be seen in training if it is to be asked in the evaluation: size and place do not count."""
    keys = ("family", "shape", "shapes", "icon", "color", "colors", "background", "kind", "direction", "hour", "land", "extras", "relation", "count", "style", "tints", "grounds", "things", "season", "weather")
    return json.dumps({key: spec[key] for key in keys if key in spec})


def held_out(spec):
    """True for about one in twelve combinations of what a caption names; the same ones on every machine."""
    return int(hashlib.sha256(combination(whole.said_before(spec)).encode()).hexdigest(), 16) % 12 == 0


def choose(rng, family=None, test=False, stage="a"):
    """What the next picture shows. test: only combinations that training never sees."""
    names, shares = list(SHARES[stage]), list(SHARES[stage].values())
    while True:
        name = family or names[rng.choice(len(names), p=shares)]
        spec = ALL_FAMILIES[name][0](rng)
        if held_out(spec) == test:
            return spec


def paint(spec, height, width, rng, density=1):
    """The picture of a spec. With a density, the same random numbers draw it that many times as wide and high."""
    background = shade(rng, spec["background"]) if "background" in spec else (128, 128, 128)
    canvas = Canvas(height, width, background, density)
    parts = ALL_FAMILIES[spec["family"]][1](spec, canvas, rng)
    return Picture(canvas.pixels(), [(part, tuple(density * side for side in box)) for part, box in parts])


def paint_seen(spec, height, width, rng):
    """The picture of a spec in which nothing that its caption names is covered: a sun may have set behind the houses."""
    while True:
        picture = paint(spec, height, width, rng)
        if spec["family"] != "scene" or scenes.seen(spec, picture.parts) == spec["extras"]:
            return picture
        spec = {**spec, "side": int(rng.integers(3))}


def caption(spec, language, rng):
    describe = PARTS.get(spec["family"]) or ALL_FAMILIES[spec["family"]][2]
    return describe(spec, language, rng)


def ground_caption(spec, language, rng):
    """The picture's caption without its parts, or nothing where the family has no such thing."""
    return GROUNDS.get(spec["family"], whole.describe_ground)(spec, language, rng)
