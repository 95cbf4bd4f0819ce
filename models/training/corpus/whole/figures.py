"""One shape in any color of the whole corpus: filled or as a line, on any ground."""
import numpy as np

from ..grammar import pick, usual
from ..words import COLORS, PLACES, SHAPES
from . import grounds
from .phrases import Noun, dress, grade, name, sentence, tint
from .outlines import outline
from .words import ALL_COLORS, MORE_SHAPES, SIZES

ALL_SHAPES = {**SHAPES, **MORE_SHAPES}
NOUNS = {shape: Noun(*words) for shape, words in ALL_SHAPES.items()}
STATES = {"line": [("outlined", "umrandet"), ("hollow", "hohl")], "filled": [("", "")]}
OPEN = ("ring", "frame", "spiral")  # these are lines already


def choose(rng):
    shape = pick(rng, list(ALL_SHAPES) if rng.random() < 0.4 else list(MORE_SHAPES))
    state = "line" if shape not in OPEN and rng.random() < 0.15 else "filled"
    color = pick(rng, list(ALL_COLORS))
    size = str(rng.choice(list(SIZES), p=[0.08, 0.2, 0.36, 0.24, 0.12]))
    place = (1, 1) if size in ("large", "huge") or rng.random() < 0.35 else pick(rng, list(PLACES))
    return {"family": "figure", "shape": shape, "style": state, "tints": [color], "grounds": grounds.choose(rng, color), "size": size, "place": tuple(place)}


def draw(canvas, shape, state, x, y, radius, rgb):
    """Draws it around (x, y) and answers its box."""
    points = outline(shape) * radius + [x, y]
    path = [tuple(point) for point in points]
    if state == "line":
        canvas.line([*path, path[0], path[1]], rgb, max(3.0, 0.11 * radius))
    else:
        canvas.polygon(path, rgb)
    return (*points.min(0), *points.max(0))


def paint(spec, canvas, rng):
    grounds.paint(canvas, rng, spec["grounds"])
    short = min(canvas.height, canvas.width)
    row, column = spec["place"]
    reach = np.abs(outline(spec["shape"])).max(0)
    radius = rng.uniform(*SIZES[spec["size"]][1]) / 2 * short
    sides = np.array([canvas.width * (0.47 if column == 1 else 0.29), canvas.height * (0.47 if row == 1 else 0.29)])
    radius = min(radius, *(sides / reach))
    margin = reach * radius + 3
    x = np.clip((0.22, 0.5, 0.78)[column] * canvas.width + rng.uniform(-0.03, 0.03) * short, margin[0], canvas.width - margin[0])
    y = np.clip((0.22, 0.5, 0.78)[row] * canvas.height + rng.uniform(-0.03, 0.03) * short, margin[1], canvas.height - margin[1])
    box = draw(canvas, spec["shape"], spec["style"], x, y, radius, grounds.shade(rng, spec["tints"][0]))
    return [({"family": "figure-part", "shape": spec["shape"], "style": spec["style"], "tints": spec["tints"]}, box)]


def what(spec, language, rng, size=""):
    """case -> the shape's noun phrase."""
    adjectives = [grade(rng, size), pick(rng, STATES[spec["style"]]), tint(rng, spec["tints"][0])]
    adjectives = [pair for pair in adjectives if pair[0]]
    article = pick(rng, ["a", "a", "a", "", "the"])
    return lambda case: name(rng, language, NOUNS[spec["shape"]], adjectives, case, article)


def describe(spec, language, rng):
    centered = spec["place"] == (1, 1)
    where = "" if rng.random() < (0.7 if centered else 0.07) else usual(rng, PLACES[tuple(spec["place"])][language == "de"])
    ground = "" if rng.random() < (0.4 if spec["grounds"] == ["plain", "white"] else 0.04) else grounds.describe(rng, language, spec["grounds"])
    return dress(rng, language, sentence(rng, language, what(spec, language, rng, spec["size"]), where, ground))


def describe_part(spec, language, rng):
    return dress(rng, language, what(spec, language, rng)("nominative"))


def said_before(spec):
    """The spec of the first corpus that shows the same, else None."""
    ground, color = grounds.said_before(spec["grounds"]), spec["tints"][0]
    if ground is None or color not in COLORS or spec["shape"] not in SHAPES or spec["style"] == "line":
        return None
    return {"family": "shape", "shape": spec["shape"], "color": color, "background": ground}
