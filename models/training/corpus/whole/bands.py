"""Patterns that the first corpus lacks: three and more colors, rings, rays, tiles of several kinds, frames, confetti."""
import numpy as np
from PIL import Image

from ..grammar import join, pick, usual
from . import grounds
from .phrases import bare, bend, dress, tint

# kind: (number of colors, English names, German (name, gender) pairs)
KINDS = {
    "stripes": ((3, 5), ["stripes", "bands", "bars"], [("Streifen", "p"), ("Bänder", "p"), ("Balken", "p")]),
    "gradient": ((3, 3), ["gradient", "color transition"], [("Farbverlauf", "m"), ("Übergang", "m")]),
    "rings": ((2, 4), ["concentric circles", "nested rings"], [("konzentrische Kreise", "p"), ("verschachtelte Ringe", "p")]),
    "rays": ((2, 3), ["rays", "sunburst", "sun rays"], [("Strahlen", "p"), ("Sonnenstrahlen", "p")]),
    "harlequin": ((2, 3), ["diamond pattern", "harlequin pattern"], [("Rautenmuster", "n")]),
    "triangles": ((2, 4), ["triangle pattern", "mosaic of triangles"], [("Dreiecksmuster", "n"), ("Mosaik aus Dreiecken", "n")]),
    "bricks": ((2, 2), ["brick pattern", "brickwork"], [("Ziegelmuster", "n"), ("Mauerwerk", "n")]),
    "scales": ((2, 3), ["scale pattern", "fish scales"], [("Schuppenmuster", "n"), ("Fischschuppen", "p")]),
    "confetti": ((3, 5), ["confetti", "scattered dots"], [("Konfetti", "n"), ("verstreute Punkte", "p")]),
    "border": ((2, 2), ["empty frame", "border"], [("leerer Rahmen", "m"), ("Umrandung", "f")]),
    "quarters": ((4, 4), ["four quarters", "four fields"], [("vier Viertel", "p"), ("vier Felder", "p")]),
    "plaid": ((2, 3), ["plaid", "tartan pattern"], [("Schottenkaro", "n"), ("Schottenmuster", "n")]),
    "rainbow": ((7, 7), ["rainbow stripes", "rainbow colors"], [("Regenbogenstreifen", "p"), ("Regenbogenfarben", "p")]),
}
SHARES = [0.2, 0.12, 0.1, 0.1, 0.08, 0.07, 0.06, 0.06, 0.06, 0.05, 0.04, 0.04, 0.02]
WAYS = {"horizontal": (["horizontal"], ["waagerecht"]), "vertical": (["vertical"], ["senkrecht"]), "diagonal": (["diagonal"], ["diagonal"])}
RAINBOW = ["red", "orange", "yellow", "green", "blue", "indigo", "purple"]


def choose(rng):
    kind = str(rng.choice(list(KINDS), p=SHARES))
    least, most = KINDS[kind][0]
    colors = RAINBOW if kind == "rainbow" else []
    for _ in range(int(rng.integers(least, most + 1)) - len(colors)):
        colors = [*colors, grounds.other_color(rng, *colors[-2:], *colors[:1])]
    way = pick(rng, list(WAYS)) if kind in ("stripes", "gradient", "rainbow") else ""
    return {"family": "bands", "kind": kind, "tints": colors, "direction": way}


def layout(kind, way, x, y, width, height, period, count, rng):
    """Which color [h, w] goes where, as numbers from 0 to count - 1; x and y in pixels."""
    if kind in ("stripes", "rainbow"):
        along, long = {"horizontal": (y, height), "vertical": (x, width), "diagonal": (x + y, width + height)}[way]
        once = kind == "rainbow" or count * period > long or rng.random() < 0.5
        return (along / long * count if once else along / period) % count
    if kind == "quarters":
        return (x > width / 2) + 2 * (y > height / 2)
    if kind == "rings":
        return np.hypot(x - width / 2, y - height / 2) / (0.6 * period) % count
    if kind == "rays":
        return (np.arctan2(y - height / 2, x - width / 2) / (2 * np.pi) % 1) * (8 * count) % count
    if kind == "harlequin":
        u, v = x / period + y / (1.6 * period), x / period - y / (1.6 * period)
        return (np.floor(u) + np.floor(v) * (1 if count == 2 else 2)) % count
    if kind == "triangles":
        row = np.floor(y / period)
        u, v = (x / period + row / 2) % 1, y / period % 1
        cell = np.floor(x / period + row / 2) + 2 * row
        return (2 * cell + (np.abs(u - 0.5) * 2 > v)) % count
    if kind == "bricks":
        row = np.floor(y / (0.5 * period))
        return ((y % (0.5 * period) < 0.07 * period) | ((x + row * period / 2) % period < 0.07 * period)).astype(int)
    if kind == "scales":
        found = np.zeros_like(x)
        for row in range(-1, int(2 * height / period) + 2):
            shift = (row % 2) * period / 2
            inside = np.hypot((x - shift) % period - period / 2, y - row * period / 2) < period / 2
            found = np.where(inside, row % count, found)
        return found
    if kind == "border":
        edge = rng.uniform(0.08, 0.2) * min(width, height)
        return ((x < edge) | (y < edge) | (x > width - edge) | (y > height - edge)).astype(int)
    if kind == "plaid":
        return np.where(x % period < period / 2, 0, 1) if count == 2 else np.where(x % period < 0.4 * period, 1, np.where(y % period < 0.4 * period, 2, 0))
    raise ValueError(kind)


def paint(spec, canvas, rng):
    kind, count = spec["kind"], len(spec["tints"])
    colors = np.array([grounds.shade(rng, color) for color in spec["tints"]], np.float32)
    x, y = canvas.grid()
    period = rng.uniform(20, 38)
    if kind == "confetti":
        grounds.paint(canvas, rng, ["plain", spec["tints"][0]])
        for index in range(int(rng.integers(30, 50))):
            size = rng.uniform(2.2, 4.5)
            canvas.ellipse(rng.uniform(0, canvas.width), rng.uniform(0, canvas.height), size, size, tuple(int(c) for c in colors[1 + index % (count - 1)]))
        return []
    if kind == "gradient":
        along = {"horizontal": x / canvas.width, "vertical": y / canvas.height, "diagonal": (x / canvas.width + y / canvas.height) / 2}[spec["direction"]]
        pixels = np.stack([np.interp(along, np.linspace(0, 1, count), colors[:, channel]) for channel in range(3)], -1)
    else:
        found = np.clip(np.floor(layout(kind, spec["direction"], x, y, canvas.width, canvas.height, period, count, rng)), 0, count - 1).astype(int)
        pixels = colors[found]
        if kind == "plaid" and count == 2:  # the crossing bands let each other through
            pixels = (pixels + colors[(y % period >= period / 2).astype(int)]) / 2
    canvas.image.paste(Image.fromarray(pixels.astype(np.uint8)))
    return []


def listed(words, language):
    """ "red, blue and green" """
    return ", ".join(words[:-1]) + (" and " if language == "en" else " und ") + words[-1]


def describe(spec, language, rng):
    kind, german = spec["kind"], language == "de"
    colors = spec["tints"]
    way = usual(rng, WAYS[spec["direction"]][german]) if spec["direction"] else ""
    if kind == "rainbow":
        word = usual(rng, KINDS[kind][1]) if not german else usual(rng, KINDS[kind][2])[0]
        return dress(rng, language, join(bend(way, "p") if german else way, word))
    said = listed([bare(rng, language, color) for color in colors], language)
    if kind == "border":
        first, second = (tint(rng, color) for color in colors)
        if german:
            return dress(rng, language, pick(rng, [f"{bend(first[1], 'f')} Fläche mit {bend(second[1], 'm', 'dative')} Rand", f"{bend(second[1], 'm', 'nominative')} Rahmen um {bend(first[1], 'f', 'accusative')} Fläche"]))
        return dress(rng, language, pick(rng, [f"{first[0]} area with a {second[0]} border", f"{second[0]} border around {first[0]}", f"empty {second[0]} frame on {first[0]}"]))
    if not german:
        noun = usual(rng, KINDS[kind][1])
        orders = [f"{noun} in {said}" + (", " + way if way else ""), join(way, noun, "in", said), join(said, way, noun), join(noun, "made of", said)]
        return dress(rng, language, pick(rng, orders))
    noun, gender = usual(rng, KINDS[kind][2])
    bent = bend(way, gender) if way else ""
    return dress(rng, language, pick(rng, [join(bent, noun, "in", said), f"{noun} in {said}" + (", " + way if way else ""), join(bent, noun, "aus", said), f"{said}: {noun}"]))
