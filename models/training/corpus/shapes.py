"""One colored shape on a plain background, and two or more of them that stand in a relation."""
import numpy as np

from .canvas import shade
from .grammar import bend, background_phrase, color, dress, join, noun_phrase, pick, shape_phrase, usual
from .words import BACKDROP, COLORS, NUMBERS, PLACES, SHAPES

RADIUS = {"small": (0.15, 0.18), "medium": (0.23, 0.28), "large": (0.36, 0.42)}  # of the picture's shorter side


def arc(start, stop, radius=1.0, x=0.0, y=0.0, count=48):
    angle = np.linspace(np.radians(start), np.radians(stop), count)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], 1)


def outline(shape):
    """The closed outline [n, 2] of a shape within -1..1, y down."""
    if shape == "circle":
        return arc(0, 360)
    if shape == "oval":
        return arc(0, 360) * [1.1, 0.6]
    if shape == "square":
        return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 0.85
    if shape == "rectangle":
        return np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [1.15, 0.55]
    if shape == "triangle":
        return np.array([[0, -0.95], [1.05, 0.85], [-1.05, 0.85]])
    if shape == "diamond":
        return np.array([[0, -1.1], [0.75, 0], [0, 1.1], [-0.75, 0]])
    if shape == "star":
        tips = arc(-90, 270, 1.1, count=11)[:-1]
        tips[1::2] = 0
        inner = arc(-54, 306, 0.48, count=6)[:-1]
        return np.stack([arc(-90, 270, 1.1, count=6)[:-1], inner], 1).reshape(-1, 2)
    if shape == "heart":
        t = np.linspace(0, 2 * np.pi, 60)
        x, y = 16 * np.sin(t) ** 3, -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
        return np.stack([x, y + 2], 1) / 15.5
    if shape == "ring":
        return np.concatenate([arc(0, 360), arc(360, 0, 0.52)])
    if shape == "cross":
        w = 0.36
        return np.array([[-w, -1], [w, -1], [w, -w], [1, -w], [1, w], [w, w], [w, 1], [-w, 1], [-w, w], [-1, w], [-1, -w], [-w, -w]])
    if shape == "crescent":
        return np.concatenate([arc(58, 302), arc(268.7, 91.3, 0.848, 0.55)]) + [0.2, 0]
    if shape == "arrow":
        return np.array([[-1.1, -0.32], [0.1, -0.32], [0.1, -0.85], [1.1, 0], [0.1, 0.85], [0.1, 0.32], [-1.1, 0.32]])
    raise ValueError(shape)


def draw_shape(canvas, shape, x, y, radius, rgb):
    """Draws it and answers its box (x0, y0, x1, y1)."""
    points = outline(shape) * radius + [x, y]
    canvas.polygon([tuple(point) for point in points], rgb)
    return (*points.min(0), *points.max(0))


def extent(shape):
    """How far the outline reaches from its center, as (x, y) per unit of radius."""
    return np.abs(outline(shape)).max(0)


def other_color(rng, *taken):
    return pick(rng, [name for name in COLORS if name not in taken])


# -- one shape ------------------------------------------------------------------------------------------------------

def choose_one(rng):
    size = pick(rng, ["small", "medium", "medium", "medium", "large"])
    place = (1, 1) if size == "large" or rng.random() < 0.4 else pick(rng, list(PLACES))
    first = pick(rng, list(COLORS))
    ground = "white" if first != "white" and rng.random() < 0.12 else other_color(rng, first)
    return {"family": "shape", "shape": pick(rng, list(SHAPES)), "color": first, "background": ground, "size": size, "place": tuple(place)}


def paint_one(spec, canvas, rng):
    short = min(canvas.height, canvas.width)
    radius = rng.uniform(*RADIUS[spec["size"]]) * short
    row, column = spec["place"]
    # away from the middle a shape must fit into its third, or its place could not be told from the middle
    sides = np.array([canvas.width * (0.48 if column == 1 else 0.29), canvas.height * (0.48 if row == 1 else 0.29)])
    radius = min(radius, *(sides / extent(spec["shape"])))
    reach_x, reach_y = extent(spec["shape"]) * radius + 3
    x = (0.22, 0.5, 0.78)[column] * canvas.width + rng.uniform(-0.03, 0.03) * short
    y = (0.22, 0.5, 0.78)[row] * canvas.height + rng.uniform(-0.03, 0.03) * short
    x, y = np.clip(x, reach_x, canvas.width - reach_x), np.clip(y, reach_y, canvas.height - reach_y)
    box = draw_shape(canvas, spec["shape"], x, y, radius, shade(rng, spec["color"]))
    return [({"family": "shape-part", "shape": spec["shape"], "color": spec["color"]}, box)]


def describe_one(spec, language, rng):
    what = shape_phrase(rng, language, spec["shape"], spec["color"], spec["size"])
    centered = tuple(spec["place"]) == (1, 1)
    where = "" if rng.random() < (0.7 if centered else 0.07) else usual(rng, PLACES[tuple(spec["place"])][0 if language == "en" else 1])
    ground = "" if rng.random() < (0.4 if spec["background"] == "white" else 0.04) else background_phrase(rng, language, spec["background"])
    order = rng.random()
    if order < 0.7 or not ground:
        caption = join(what, where, ground)
    elif order < 0.85:
        caption = join(ground + ",", what, where)
    else:
        caption = join(what, ground) + (", " + where if where else "")
    return dress(rng, language, caption)


def describe_part(spec, language, rng):
    return dress(rng, language, shape_phrase(rng, language, spec["shape"], spec["color"]))


# -- two shapes, and several alike -----------------------------------------------------------------------------------

RELATIONS = {
    "left of": (["left of", "to the left of"], ["links von", "links neben"]),
    "right of": (["right of", "to the right of"], ["rechts von", "rechts neben"]),
    "above": (["above", "on top of", "over"], ["über", "oberhalb von"]),
    "below": (["below", "under", "beneath"], ["unter", "unterhalb von"]),
    "inside": (["inside", "in"], ["in", "innerhalb von"]),
}
SOLID = ["circle", "square", "rectangle", "oval", "diamond", "heart", "triangle"]  # shapes that another fits into


def choose_two(rng):
    relation = pick(rng, list(RELATIONS))
    first, second = pick(rng, list(COLORS)), None
    second = other_color(rng, first)
    ground = "white" if "white" not in (first, second) and rng.random() < 0.2 else other_color(rng, first, second)
    shapes = [pick(rng, list(SHAPES)), pick(rng, ["circle", "square", "heart", "diamond"] if relation == "inside" else list(SHAPES))]
    return {"family": "two", "shapes": shapes, "colors": [first, second], "background": ground, "relation": relation}


def paint_two(spec, canvas, rng):
    short = min(canvas.height, canvas.width)
    middle = np.array([canvas.width / 2, canvas.height / 2])
    colors = [shade(rng, name) for name in spec["colors"]]
    if spec["relation"] == "inside":
        outer = draw_shape(canvas, spec["shapes"][1], *middle, rng.uniform(0.4, 0.44) * short, colors[1])
        inner = draw_shape(canvas, spec["shapes"][0], *middle, rng.uniform(0.15, 0.18) * short, colors[0])
        boxes = [inner, outer]
    else:
        away = {"left of": (-1, 0), "right of": (1, 0), "above": (0, -1), "below": (0, 1)}[spec["relation"]]
        step = np.array(away) * [0.24 * canvas.width, 0.24 * canvas.height]
        radius = rng.uniform(0.17, 0.2) * short
        boxes = [draw_shape(canvas, shape, *(middle + side * step), radius, rgb) for shape, side, rgb in zip(spec["shapes"], (1, -1), colors)]
    parts = [({"family": "shape-part", "shape": s, "color": c}, box) for s, c, box in zip(spec["shapes"], spec["colors"], boxes)]
    return parts[:1] if spec["relation"] == "inside" else parts


def describe_two(spec, language, rng):
    (first, second), (tint, other) = spec["shapes"], spec["colors"]
    names = RELATIONS[spec["relation"]]
    left = shape_phrase(rng, language, first, tint, article=True)
    right = shape_phrase(rng, language, second, other, case="dative", article=True)
    caption = join(left, usual(rng, names[0 if language == "en" else 1]), right)
    if rng.random() < (0.6 if spec["background"] == "white" else 0.9):
        caption = join(caption, background_phrase(rng, language, spec["background"]))
    return dress(rng, language, caption)


def choose_many(rng):
    first = pick(rng, list(COLORS))
    return {"family": "many", "shape": pick(rng, list(SHAPES)), "color": first, "background": other_color(rng, first), "count": int(rng.integers(2, 5))}


def paint_many(spec, canvas, rng):
    """In a row along the longer side; four of them on a square picture make two rows."""
    count, rgb = spec["count"], shade(rng, spec["color"])
    wide = canvas.width >= canvas.height
    rows, columns = (2, 2) if count == 4 and canvas.width == canvas.height else (1, count) if wide else (count, 1)
    radius = 0.36 * min(canvas.width / columns, canvas.height / rows, 0.7 * min(canvas.height, canvas.width))
    for index in range(count):
        x, y = (index % columns + 0.5) * canvas.width / columns, (index // columns + 0.5) * canvas.height / rows
        draw_shape(canvas, spec["shape"], x, y, radius, rgb)
    return []


def describe_many(spec, language, rng):
    tint, number = color(rng, spec["color"], language), NUMBERS[spec["count"]][0 if language == "en" else 1]
    what = join(number, tint, SHAPES[spec["shape"]][1]) if language == "en" else join(number, bend(tint, "p"), SHAPES[spec["shape"]][3])
    return dress(rng, language, join(what, background_phrase(rng, language, spec["background"])))


def describe_background(spec, language, rng):
    """The picture without its shapes."""
    if rng.random() < 0.5:
        return join(*(["plain"] if language == "en" else ["einfarbig"]), color(rng, spec["background"], language).rstrip("!"))
    return noun_phrase(rng, language, BACKDROP[language], spec["background"])
