"""Stripes, dots, checks, waves, zigzags, grids and gradients in two named colors, and plain grounds in one."""
import numpy as np

from .canvas import shade
from .grammar import bend, color, dress, join, pick, usual
from .words import COLORS

DIRECTIONS = {
    "horizontal": (["horizontal", "level"], ["waagerecht", "horizontal"]),
    "vertical": (["vertical", "upright"], ["senkrecht", "vertikal"]),
    "diagonal": (["diagonal", "slanted"], ["diagonal", "schräg"]),
}
KINDS = {
    "stripes": (["stripes", "lines", "bands"], ["Streifen", "Linien", "Bänder"]),
    "waves": (["waves", "wavy lines", "wavy stripes"], ["Wellen", "Wellenlinien"]),
    "zigzag": (["zigzag lines", "chevrons"], ["Zickzacklinien", "Zacken"]),
    "dots": (["polka dots", "dots", "spots"], ["Punkte", "Tupfen"]),
    "checks": (["checkerboard", "checkered pattern", "chessboard"], ["Schachbrett", "Schachbrettmuster", "Karomuster"]),
    "grid": (["grid", "mesh", "grid pattern"], ["Gitter", "Raster", "Gittermuster"]),
    "gradient": (["gradient", "color gradient"], ["Farbverlauf", "Verlauf"]),
    "plain": (["surface", "background", "area"], ["Fläche"]),
}
GRADIENTS = {
    "vertical": (["vertical", "top to bottom"], ["senkrecht", "von oben nach unten"]),
    "horizontal": (["horizontal", "left to right"], ["waagerecht", "von links nach rechts"]),
    "radial": (["radial", "from the center"], ["radial", "von der Mitte aus"]),
}


def choose(rng):
    kind = rng.choice(list(KINDS), p=[0.24, 0.12, 0.09, 0.13, 0.12, 0.08, 0.16, 0.06])
    names = list(COLORS)
    first = pick(rng, names)
    second = pick(rng, [name for name in names if name != first])
    direction = {"stripes": pick(rng, list(DIRECTIONS)), "gradient": pick(rng, list(GRADIENTS)), "waves": "horizontal", "zigzag": "horizontal"}.get(kind)
    return {"family": "pattern", "kind": str(kind), "colors": [first, second] if kind != "plain" else [first], "direction": direction}


def layout(kind, direction, x, y, period):
    """bool, of x's and y's shape: where the second color goes."""
    if kind == "stripes":
        along = {"horizontal": y, "vertical": x, "diagonal": (x + y) / np.sqrt(2)}[direction]
        return along / period % 1 < 0.5
    if kind == "waves":
        return (y + 5 * np.sin(2 * np.pi * x / 42)) / period % 1 < 0.5
    if kind == "zigzag":
        return (y + np.abs(x / 32 % 1 - 0.5) * 28) / period % 1 < 0.5
    if kind == "dots":
        shift = (np.floor(y / period) % 2) * period / 2
        return np.hypot((x + shift) % period - period / 2, y % period - period / 2) > 0.3 * period
    if kind == "checks":
        return (np.floor(2 * x / period) + np.floor(2 * y / period)) % 2 == 0
    return (x % period > 0.2 * period) & (y % period > 0.2 * period)


def paint(spec, canvas, rng):
    first = shade(rng, spec["colors"][0])
    second = shade(rng, spec["colors"][-1])
    kind, direction = spec["kind"], spec["direction"]
    if kind == "plain":
        canvas.gradient(first, first)
        return []
    if kind == "gradient":
        canvas.gradient(first, second, direction)
        return []
    x, y = canvas.grid()
    period = rng.uniform(30, 42)  # pixels from one stripe to the next of its color
    x, y = x + rng.uniform(0, period), y + rng.uniform(0, period)
    share = layout(kind, direction, x, y, period)
    canvas.blend(first, second, share.astype(np.float32))
    return []


def describe(spec, language, rng):
    kind, direction = spec["kind"], spec["direction"]
    column = 0 if language == "en" else 1
    tints = [color(rng, name, language) for name in spec["colors"]]
    if rng.random() < 0.5 and kind in ("stripes", "checks", "waves", "zigzag"):  # two equals: either may come first
        tints.reverse()
    name = usual(rng, KINDS[kind][column])
    if language == "en":
        pair = " and ".join(tints)
        if kind == "plain":
            return dress(rng, "en", pick(rng, [f"plain {tints[0]} {name}", f"solid {tints[0]}", f"only {tints[0]}", f"{tints[0]} {name}"]))
        if kind == "gradient":
            way = usual(rng, GRADIENTS[direction][0])
            return dress(rng, "en", pick(rng, [f"{way} {name} from {tints[0]} to {tints[1]}", f"{tints[0]} to {tints[1]} {name}, {way}", f"{name} {tints[0]} to {tints[1]} {way}"]))
        if kind in ("dots", "grid"):
            return dress(rng, "en", pick(rng, [f"{tints[0]} {name} on {tints[1]}", f"{tints[0]} {name} on a {tints[1]} background", f"{tints[1]} background with {tints[0]} {name}"]))
        way = usual(rng, DIRECTIONS[direction][0]) if kind == "stripes" else ""
        return dress(rng, "en", pick(rng, [join(way, pair, name), join(name, "in", pair) + (", " + way if way else ""), join(pair, way, name)]))
    bent = [bend(tint, "p") for tint in tints]
    bare = [tint.rstrip("!") for tint in tints]
    if kind == "plain":
        return dress(rng, "de", pick(rng, [f"einfarbig {bare[0]}", f"{bend(tints[0], 'f')} Fläche", f"nur {bare[0]}", f"{bend(tints[0], 'm')} Hintergrund"]))
    if kind == "gradient":
        way = usual(rng, GRADIENTS[direction][1])
        return dress(rng, "de", pick(rng, [f"{name} von {bare[0]} nach {bare[1]}, {way}", f"{name} {bare[0]} zu {bare[1]} {way}"]))
    if kind == "dots":
        ground = bend(tints[1], "m", "dative", False)
        return dress(rng, "de", pick(rng, [f"{bent[0]} {name} auf {ground} Grund", f"{bent[0]} {name} auf {bare[1]}", f"{bend(tints[1], 'm')} Hintergrund mit {bend(tints[0], 'p', 'dative')} {'Punkten' if name == 'Punkte' else name}"]))
    if kind == "grid":
        return dress(rng, "de", pick(rng, [f"{bend(tints[0], 'n')} {name} auf {bend(tints[1], 'm', 'dative', False)} Grund", f"{name} in {bare[0]} auf {bare[1]}"]))
    if kind == "checks":
        return dress(rng, "de", pick(rng, [f"{name} in {bare[0]} und {bare[1]}", f"{bare[0]} und {bare[1]} kariert", f"{bare[0]}-{bare[1]}es {name}" if not tints[1].endswith("!") else f"{name} {bare[0]} und {bare[1]}"]))
    way = bend(usual(rng, DIRECTIONS[direction][1]), "p") if kind == "stripes" else ""
    return dress(rng, "de", pick(rng, [join(way, f"{bent[0]} und {bent[1]}", name), join(way, name, f"in {bare[0]} und {bare[1]}")]))
