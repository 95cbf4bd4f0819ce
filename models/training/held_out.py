"""What the evaluation asks for: combinations that training never saw, said in both languages, and pictures to fill.

Everything is drawn from fixed seeds and in a fixed order, so that a shorter evaluation asks the first questions of a
longer one, and evaluation_set.py can write them down for an evaluation without Python.
"""
import numpy as np

import corpus
from corpus import scenes
from corpus.words import COLORS, PLACES

FAMILIES = ("shape", "two", "many", "pattern", "scene", "icon")
SIZE = (128, 128)
LANGUAGES = ("en", "de")


def full_caption(spec, language, rng):
    """A caption that names everything that is measured: phrasings that drop a clause are drawn again."""
    column = 0 if language == "en" else 1
    for _ in range(200):
        text = corpus.caption(spec, language, rng)
        place, enough = spec.get("place"), True
        if place is not None and tuple(place) != (1, 1):
            enough = any(name in text for name in PLACES[tuple(place)][column])
        if "background" in spec and enough:
            enough = any(name.rstrip("!") in text for name in COLORS[spec["background"]][1 + column])
        if spec["family"] == "scene":
            words = [word for name in spec["extras"] for word in [scenes.EXTRAS[name][1 + column]]]
            enough = all(any(option.split("{}")[0].strip() in text for option in options) for options in words)
            enough = enough and (spec["hour"] == "day" or any(word in text for word in scenes.HOUR_WORDS[language][spec["hour"]]))
        if enough:
            return text
    return text


def specs(count, seed=2024):
    """Held-out combinations: every other one a single shape, the rest of the other families in turn."""
    rng = np.random.default_rng(seed)
    return [corpus.choose(rng, FAMILIES[1 + index // 2 % 5] if index % 2 else "shape", test=True) for index in range(count)]


def questions(count):
    """[(spec, {language: caption})]"""
    rng = np.random.default_rng(7)
    return [(spec, {language: full_caption(spec, language, rng) for language in LANGUAGES}) for spec in specs(count)]


def fills(count):
    """Pictures with a box in which an object is asked for: on a plain ground, or every third time in a landscape.

    Yields {"part": spec, "ground": uint8 [h, w, 3], "box": (x, y, side), language: caption}."""
    rng = np.random.default_rng(11)
    for index in range(count):
        is_scene = index % 3 == 2
        spec = corpus.choose(rng, "scene" if is_scene else "shape", test=True)
        if is_scene:
            name = ["sun", "moon", "house", "trees"][rng.integers(4)]
            spec = {**spec, "hour": "night" if name == "moon" else "day", "land": ["hills", "meadow"][rng.integers(2)], "extras": [], "house": "red"}
        ground = corpus.paint(spec if is_scene else {"family": "pattern", "kind": "plain", "colors": [spec["background"]], "direction": None}, *SIZE, rng).pixels
        side = int(rng.integers(40, 64))
        x, y = (int(value) for value in rng.integers(4, 124 - side, 2))
        if is_scene:
            y = 8 if name in ("sun", "moon") else 124 - side - 20
            part = {"family": "scene-part", "kind": name, "color": "red"}
        else:
            part = {"family": "shape-part", "shape": spec["shape"], "color": spec["color"]}
        yield {"part": part, "ground": ground, "box": (x, y, side), **{language: corpus.caption(part, language, rng) for language in LANGUAGES}}


def pairs(count):
    """[(English caption, another one)] of pictures that have nothing to do with each other."""
    rng, chosen = np.random.default_rng(3), specs(2 * count, 5)
    return [(corpus.caption(p, "en", rng), corpus.caption(q, "en", rng)) for p, q in zip(chosen[::2], chosen[1::2])]
