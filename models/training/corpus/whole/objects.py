"""One object from the icon sheet: as it is, in another color or as a silhouette, on a ground or in a landscape."""
from .. import icons, scenes
from ..canvas import Canvas
from ..grammar import join, pick, usual
from ..words import COLORS, PLACES
from . import grounds, stamps
from .phrases import bare, dress, grade, name, sentence, tint
from .words import ALL_COLORS, SIZES

# where one is when one is in a land: (English, German)
INSIDE = {
    "mountains": (["in the mountains", "in front of mountains"], ["in den Bergen", "vor Bergen"]),
    "hills": (["on the hills", "in a hilly landscape"], ["auf den Hügeln", "in einer hügeligen Landschaft"]),
    "forest": (["in the forest", "in the woods"], ["im Wald"]),
    "sea": (["at sea", "on the ocean"], ["auf dem Meer", "auf See"]),
    "desert": (["in the desert"], ["in der Wüste"]),
    "city": (["in the city", "in town"], ["in der Stadt"]),
    "beach": (["on the beach", "by the sea"], ["am Strand", "am Meer"]),
    "meadow": (["in a meadow", "on the grass"], ["auf einer Wiese", "im Gras"]),
}
SILHOUETTE = {"en": ["silhouette of", "outline of", "shadow of"], "de": ["Silhouette", "Umriss", "Schatten"]}


def choose(rng):
    icon = pick(rng, stamps.ICONS)
    flags, chance = stamps.FLAGS[icon], rng.random()
    style = "tinted" if "tint" in flags and chance < 0.45 else "silhouette" if "shape" in flags and chance > 0.88 else ""
    tints = [pick(rng, list(ALL_COLORS))] if style else []
    if rng.random() < 0.22 and style != "silhouette":
        lands = ["sea"] if "swim" in flags and rng.random() < 0.7 else [land for land in INSIDE if land != "sea"]
        ground = ["scene", pick(rng, lands), pick(rng, list(scenes.HOURS)[:3])]
    else:
        ground = grounds.choose(rng, *tints)
    size = str(rng.choice(list(SIZES), p=[0.06, 0.14, 0.26, 0.38, 0.16] if ground[0] != "scene" else [0.1, 0.45, 0.45, 0, 0]))
    places = [place for place in PLACES if ground[0] != "scene" or place[0] == (0 if "sky" in flags else 2)]
    place = (1, 1) if size in ("large", "huge") and ground[0] != "scene" else pick(rng, places)
    if ground[0] != "scene" and rng.random() < 0.45:
        place = (1, 1)
    return {"family": "object", "icon": icon, "style": style, "tints": tints, "grounds": ground, "size": size, "place": tuple(place)}


def picture_of(spec, rng):
    """The stamp, in the color that the caption names."""
    if not spec["style"]:
        return stamps.stamp(spec["icon"])
    color = grounds.shade(rng, spec["tints"][0])
    return (stamps.recolored if spec["style"] == "tinted" else stamps.silhouette)(spec["icon"], color)


def spot(canvas, rng, place, size, low=0.8):
    """Where something of that size stands: (x, y) of its middle. low: how far down its foot is in the bottom row."""
    row, column = place
    jitter = 0.02 * min(canvas.height, canvas.width)
    x = (size / 2 + 4, canvas.width / 2, canvas.width - size / 2 - 4)[column] + rng.uniform(-jitter, jitter)
    y = (size / 2 + 4, canvas.height / 2, low * canvas.height - size / 2)[row] + rng.uniform(-jitter, jitter)
    return x, y


def paint_land(canvas, rng, land, hour):
    """A landscape of the first corpus with nothing in it."""
    scenes.paint({"hour": hour, "land": land, "extras": [], "house": "", "side": 1}, canvas, rng)


def paint(spec, canvas: Canvas, rng):
    kind, *rest = spec["grounds"]
    if kind == "scene":
        paint_land(canvas, rng, *rest)
    else:
        grounds.paint(canvas, rng, spec["grounds"])
    size = rng.uniform(*SIZES[spec["size"]][1]) * min(canvas.height, canvas.width)
    x, y = spot(canvas, rng, spec["place"], size, 0.92 if kind == "scene" else 1 - 4 / canvas.height)
    canvas.paste(picture_of(spec, rng), x, y, size)
    half = size / 2
    return [({"family": "object-part", "icon": spec["icon"], "style": spec["style"], "tints": spec["tints"]}, (x - half, y - half, x + half, y + half))]


def what(spec, language, rng, size="", article=None):
    """case -> the object's noun phrase."""
    adjectives = [pair for pair in (grade(rng, size), *(tint(rng, color) for color in spec["tints"])) if pair[0]]
    article = pick(rng, ["a", "a", "a", "", "the"]) if article is None else article
    noun = stamps.NOUNS[spec["icon"]]
    if spec["style"] != "silhouette":
        return lambda case: name(rng, language, noun, adjectives, case, article)
    word = pick(rng, SILHOUETTE[language])
    color = bare(rng, language, spec["tints"][0])
    inner = name(rng, language, noun, (), "dative", "a")
    return lambda case: f"{color} {word} {inner}" if language == "en" else f"{word} von {inner} in {color}"


def where(spec, language, rng):
    centered = spec["place"] == (1, 1)
    if spec["grounds"][0] == "scene" or rng.random() < (0.7 if centered else 0.07):
        return ""
    return usual(rng, PLACES[tuple(spec["place"])][language == "de"])


def ground(spec, language, rng):
    kind, *rest = spec["grounds"]
    if kind == "scene":
        land, hour = rest
        inside = usual(rng, INSIDE[land][language == "de"])
        told = hour != "day" or rng.random() < 0.3
        return join(inside, usual(rng, scenes.HOUR_WORDS[language][hour]) if told else "")
    return "" if rng.random() < (0.4 if spec["grounds"] == ["plain", "white"] else 0.05) else grounds.describe(rng, language, spec["grounds"])


def describe(spec, language, rng):
    return dress(rng, language, sentence(rng, language, what(spec, language, rng, spec["size"]), where(spec, language, rng), ground(spec, language, rng)))


def describe_part(spec, language, rng):
    return dress(rng, language, what(spec, language, rng, article="a")("nominative"))


def said_before(spec):
    """The spec of the first corpus that shows the same, else None: what it holds out is held out here too."""
    color = grounds.said_before(spec["grounds"])
    if spec["style"] or color is None or color not in COLORS or spec["icon"] not in icons.NAMES:
        return None
    return {"family": "icon", "icon": spec["icon"], "background": color}
