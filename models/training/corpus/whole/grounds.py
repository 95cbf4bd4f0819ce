"""What a thing lies on: one color, a gradient, or two halves. A ground is a list: its kind, then the names of its colors."""
from ..grammar import join, pick, usual
from ..patterns import GRADIENTS
from ..words import BACKDROP, COLORS
from .phrases import Noun, bare, name, tint
from .words import ALL_COLORS

BACKDROPS = Noun([*BACKDROP["en"], "area", "surface"], "", [*BACKDROP["de"], ("Ebene", "f")], "")
WAYS = {"gradient vertical": "vertical", "gradient horizontal": "horizontal", "gradient radial": "radial"}
HALVES = {
    "split vertical": (["on the left", "on the right"], ["links", "rechts"]),
    "split horizontal": (["at the top", "at the bottom"], ["oben", "unten"]),
}


def shade(rng, color, spread=7):
    """The sRGB color of that name, a little off."""
    return tuple(int(min(255, max(0, channel + rng.integers(-spread, spread + 1)))) for channel in ALL_COLORS[color][0])


def other_color(rng, *taken):
    """Any color but those taken, and none that looks like one of them."""
    far = lambda p, q: sum((a - b) ** 2 for a, b in zip(ALL_COLORS[p][0], ALL_COLORS[q][0])) > 75**2
    return pick(rng, [color for color in ALL_COLORS if all(far(color, one) for one in taken)])


def choose(rng, *taken, plain=0.72):
    """A ground on which things of the taken colors can be seen."""
    first = pick(rng, [color for color in ("white", "black") if color not in taken] or ["gray"]) if rng.random() < 0.15 else other_color(rng, *taken)
    if rng.random() < plain:
        return ["plain", first]
    return [pick(rng, [*WAYS, *HALVES]), first, other_color(rng, first, *taken)]


def paint(canvas, rng, ground):
    kind, *tints = ground
    colors = [shade(rng, color) for color in tints]
    if kind == "plain":
        canvas.rectangle(0, 0, canvas.width, canvas.height, colors[0])
    elif kind in WAYS:
        canvas.gradient(*colors, WAYS[kind])
    else:
        canvas.rectangle(0, 0, canvas.width, canvas.height, colors[0])
        half = (canvas.width / 2, 0) if kind == "split vertical" else (0, canvas.height / 2)
        canvas.rectangle(*half, canvas.width, canvas.height, colors[1])


def describe(rng, language, ground):
    """ "on a blue background", "auf einem Farbverlauf von rot nach blau"."""
    kind, *tints = ground
    german = language == "de"
    on = pick(rng, ["auf", "auf", "vor"] if german else ["on", "on", "against", "over"])
    if kind == "plain":
        if rng.random() < 0.15:
            return join("auf" if german else "on", bare(rng, language, tints[0]))
        return join(on, name(rng, language, BACKDROPS, [tint(rng, tints[0])], "dative", pick(rng, ["a", "a", ""])))
    first, second = (bare(rng, language, color) for color in tints)
    if kind in WAYS:
        way = usual(rng, GRADIENTS[WAYS[kind]][german]) if rng.random() < 0.5 else ""
        if german:
            return join(on, pick(rng, [f"einem Farbverlauf von {first} nach {second}", f"einem Verlauf von {first} zu {second}", f"einem Hintergrund, der von {first} in {second} übergeht"])) + (", " + way if way else "")
        return join(on, pick(rng, [f"a gradient from {first} to {second}", f"a {first} to {second} gradient", f"a background that fades from {first} to {second}"])) + (", " + way if way else "")
    here, there = HALVES[kind][german]
    if german:
        return pick(rng, [f"{on} einem Hintergrund, {here} {first} und {there} {second}", f"auf einer geteilten Fläche, {here} {first}, {there} {second}", f"{on} einem Grund halb {first}, halb {second}"])
    return pick(rng, [f"{on} a background that is {first} {here} and {second} {there}", f"on a divided surface, {first} {here}, {second} {there}", f"{on} a half {first}, half {second} background"])


def said_before(ground):
    """The color of a ground that the first corpus knows as well, else None."""
    return ground[1] if ground[0] == "plain" and ground[1] in COLORS else None


def describe_alone(rng, language, ground):
    """The ground as the whole picture: "plain blue", "ein Farbverlauf von rot nach blau"."""
    kind, *tints = ground
    words = [bare(rng, language, color) for color in tints]
    if kind == "plain":
        return join("einfarbig" if language == "de" else "plain", words[0])
    if kind in WAYS:
        return f"ein Farbverlauf von {words[0]} nach {words[1]}" if language == "de" else f"a gradient from {words[0]} to {words[1]}"
    here, there = HALVES[kind][language == "de"]
    return f"{here} {words[0]}, {there} {words[1]}" if language == "de" else f"{words[0]} {here}, {words[1]} {there}"
