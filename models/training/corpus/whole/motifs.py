"""A small shape or object, repeated over the whole picture, as on wrapping paper."""
from ..grammar import join, pick
from . import figures, grounds, groups, stamps
from .phrases import dress, names, tint

ORDERS = {"rows": ([""], [""]), "shifted": (["staggered", ""], ["versetzt", ""]), "scattered": (["scattered"], ["verstreut"])}
OPENING = {
    "en": ["pattern of", "repeating pattern of", "wrapping paper with", "wallpaper with", "texture of", "many", "lots of"],
    "de": ["Muster aus", "sich wiederholendes Muster aus", "Geschenkpapier mit", "Tapete mit", "Struktur aus", "viele", "lauter"],
}


def choose(rng):
    one = groups.thing(rng)
    return {"family": "motif", "things": [one], "kind": pick(rng, list(ORDERS)), "grounds": grounds.choose(rng, *one["tints"], plain=0.9)}


def paint(spec, canvas, rng):
    grounds.paint(canvas, rng, spec["grounds"])
    step, draw = rng.uniform(24, 36), groups.pen(spec["things"][0], rng)
    columns, rows = int(canvas.width / step) + 1, int(canvas.height / step) + 1
    for row in range(rows):
        for column in range(columns):
            x, y = (column + 0.5) * canvas.width / columns, (row + 0.5) * canvas.height / rows
            if spec["kind"] == "shifted" and row % 2:
                x += canvas.width / columns / 2
            if spec["kind"] == "scattered":
                x, y = x + rng.uniform(-0.35, 0.35) * step, y + rng.uniform(-0.35, 0.35) * step
                if rng.random() < 0.25:
                    continue
            draw(canvas, x, y, step * (0.72 if spec["kind"] != "scattered" else rng.uniform(0.5, 0.8)))
    return []


def describe(spec, language, rng):
    one, german = spec["things"][0], language == "de"
    noun = stamps.NOUNS[one["icon"]] if "icon" in one else figures.NOUNS[one["shape"]]
    opening = pick(rng, OPENING[language])
    adjectives = [pair for pair in (pick(rng, [("", ""), ("small", "klein")]), *(tint(rng, color) for color in one["tints"])) if pair[0]]
    what = join(opening, names(rng, language, noun, adjectives, "nominative" if opening in ("viele", "lauter") else "dative"))
    order = pick(rng, ORDERS[spec["kind"]][german])
    ground = grounds.describe(rng, language, spec["grounds"])
    return dress(rng, language, join(what, ground) if not order else pick(rng, [join(what, ground) + ", " + order, join(what + ",", order + ",", ground)]))
