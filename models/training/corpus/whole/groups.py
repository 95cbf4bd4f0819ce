"""Several objects or shapes: a number of the same, two that stand in a relation, one inside a badge."""
from ..grammar import join, pick, usual
from ..shapes import RELATIONS
from ..words import COLORS, SHAPES
from . import figures, grounds, objects, stamps
from .phrases import dress, names, sentence, tint
from .words import ALL_COLORS, ALL_NUMBERS

BESIDE = {**RELATIONS, "beside": (["next to", "beside"], ["neben"])}
BADGES = ("circle", "square", "hexagon", "tile", "crest", "diamond", "octagon", "burst", "heart", "pentagon")


def thing(rng, *taken):
    """An object or a shape, without its ground."""
    if rng.random() < 0.7:
        icon = pick(rng, stamps.ICONS)
        style = "tinted" if "tint" in stamps.FLAGS[icon] and rng.random() < 0.4 else ""
        return {"family": "object-part", "icon": icon, "style": style, "tints": [grounds.other_color(rng, *taken)] if style else []}
    return {"family": "figure-part", "shape": pick(rng, list(figures.ALL_SHAPES)), "style": "filled", "tints": [grounds.other_color(rng, *taken)]}


def pen(spec, rng):
    """A function that draws the thing, always in the same shade: (canvas, x, y, size) -> its box."""
    if spec["family"] == "object-part":
        picture = objects.picture_of(spec, rng)

        def stamp(canvas, x, y, size):
            canvas.paste(picture, x, y, size)
            return (x - size / 2, y - size / 2, x + size / 2, y + size / 2)

        return stamp
    color = grounds.shade(rng, spec["tints"][0])
    return lambda canvas, x, y, size: figures.draw(canvas, spec["shape"], "filled", x, y, 0.45 * size, color)


def phrase_of(spec, language, rng):
    return (objects if spec["family"] == "object-part" else figures).what(spec, language, rng)


# -- a number of the same ---------------------------------------------------------------------------------------------

def choose_count(rng):
    one = thing(rng)
    return {"family": "group", "things": [one], "count": int(rng.integers(2, 10)), "grounds": grounds.choose(rng, *one["tints"], plain=0.85)}


def rows_of(count, wide):
    """How many stand in each row of a picture that is so many times as wide as high."""
    rows = max(1, round((count / wide) ** 0.5))
    return [count // rows + (index < count % rows) for index in range(rows)]


def paint_count(spec, canvas, rng):
    grounds.paint(canvas, rng, spec["grounds"])
    rows = rows_of(spec["count"], canvas.width / canvas.height)
    size = 0.82 * min(canvas.height / len(rows), canvas.width / max(rows), 0.6 * min(canvas.height, canvas.width))
    draw = pen(spec["things"][0], rng)
    for row, columns in enumerate(rows):
        for column in range(columns):
            draw(canvas, (column + 0.5) * canvas.width / columns, (row + 0.5) * canvas.height / len(rows), size)
    return []


def describe_count(spec, language, rng):
    one = spec["things"][0]
    noun = stamps.NOUNS[one["icon"]] if "icon" in one else figures.NOUNS[one["shape"]]
    adjectives = [tint(rng, color) for color in one["tints"]]
    number = ALL_NUMBERS[spec["count"]][language == "de"] if rng.random() < 0.85 else str(spec["count"])
    what = lambda case: join(number, names(rng, language, noun, adjectives, case))
    if language == "en" and rng.random() < 0.15:
        what = lambda case: join("a group of", number, names(rng, language, noun, adjectives))
    ground = "" if rng.random() < 0.06 else grounds.describe(rng, language, spec["grounds"])
    caption = join(what("nominative"), ground)
    return dress(rng, language, caption if rng.random() < 0.8 else join(ground + ":" if ground else "", what("nominative")))


# -- two in a relation ------------------------------------------------------------------------------------------------

def choose_pair(rng):
    relation = pick(rng, ["left of", "right of", "above", "below", "beside", "inside"])
    if relation == "inside":
        color = pick(rng, list(ALL_COLORS))
        badge = {"family": "figure-part", "shape": pick(rng, list(BADGES)), "style": "filled", "tints": [color]}
        inner = thing(rng, color)
        return {"family": "pair", "things": [inner, badge], "relation": relation, "grounds": grounds.choose(rng, color)}
    first = thing(rng)
    second = thing(rng, *first["tints"])
    return {"family": "pair", "things": [first, second], "relation": relation, "grounds": grounds.choose(rng, *first["tints"], *second["tints"])}


def paint_pair(spec, canvas, rng):
    grounds.paint(canvas, rng, spec["grounds"])
    short, (first, second) = min(canvas.height, canvas.width), spec["things"]
    x, y = canvas.width / 2, canvas.height / 2
    if spec["relation"] == "inside":
        pen(second, rng)(canvas, x, y, rng.uniform(0.88, 0.98) * short)
        return [(first, pen(first, rng)(canvas, x, y, rng.uniform(0.38, 0.44) * short))]
    dx, dy = {"left of": (-1, 0), "right of": (1, 0), "above": (0, -1), "below": (0, 1), "beside": pick(rng, [(-1, 0), (1, 0)])}[spec["relation"]]
    size = rng.uniform(0.4, 0.46) * short
    place = lambda side: (x + side * dx * 0.25 * canvas.width, y + side * dy * 0.25 * canvas.height)
    return [(one, pen(one, rng)(canvas, *place(side), size)) for one, side in ((first, 1), (second, -1))]


def describe_pair(spec, language, rng):
    first, second = (phrase_of(one, language, rng) for one in spec["things"])
    relation = usual(rng, BESIDE[spec["relation"]][language == "de"])
    ground = "" if rng.random() < 0.08 else grounds.describe(rng, language, spec["grounds"])
    return dress(rng, language, sentence(rng, language, lambda case: join(first(case), relation, second("dative")), "", ground))


def said_before(spec):
    """The spec of the first corpus that shows the same, else None: numbers and pairs of its shapes in its colors."""
    ground, known = grounds.said_before(spec["grounds"]), lambda one: one.get("shape") in SHAPES and one["tints"][0] in COLORS
    if ground is None or not all(known(one) for one in spec["things"]):
        return None
    shapes, colors = [one["shape"] for one in spec["things"]], [one["tints"][0] for one in spec["things"]]
    if spec["family"] == "group":
        return {"family": "many", "shape": shapes[0], "color": colors[0], "background": ground, "count": spec["count"]}
    return {"family": "two", "shapes": shapes, "colors": colors, "background": ground, "relation": spec["relation"]}
