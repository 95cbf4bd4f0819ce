"""Groups of words that mean the same, across synonyms, endings and the two languages.

The text encoder's embeddings start equal within a group (train.py), so what is learned from "red" serves "roter" and
"crimson" from the first step. Training may then pull them apart.
"""
from . import icons, scenes
from .whole import bands, stamps, view_words
from .whole import words as more
from .words import COLORS, NUMBERS, SHAPES, SIZES

ENDINGS = ("", "e", "er", "es", "em", "en")
# Words of places, relations and scenery that the tables list only inside phrases.
LOOSE = [
    ("left", "links", "linken"), ("right", "rechts", "rechten"), ("top", "upper", "oben", "oberen"), ("bottom", "lower", "unten", "unteren"),
    ("center", "middle", "centered", "mitte", "mittig", "zentrum"), ("corner", "ecke"), ("edge", "side", "rand", "seite"),
    ("above", "over", "über", "oberhalb"), ("below", "under", "beneath", "unter", "unterhalb"), ("inside", "innerhalb"),
    ("background", "backdrop", "ground", "canvas", "hintergrund", "grund", "untergrund", "fläche", "surface", "area"),
    ("on", "against", "auf", "vor"), ("and", "und"), ("with", "mit"), ("in", "im"), ("a", "an", "ein", "eine", "einem", "einer"), ("of", "von"),
    ("plain", "solid", "only", "einfarbig", "nur"), ("from", "von"), ("to", "nach", "zu"),
    ("vertical", "upright", "senkrecht", "senkrechte", "vertikal", "vertikale"), ("horizontal", "level", "waagerecht", "waagerechte", "horizontale"),
    ("diagonal", "slanted", "diagonale", "schräg", "schräge"), ("checkerboard", "checkered", "chessboard", "schachbrett", "schachbrettmuster", "karomuster", "kariert"),
    ("gradient", "verlauf", "farbverlauf"), ("grid", "mesh", "gitter", "raster", "gittermuster"), ("dots", "spots", "punkte", "punkten", "tupfen"),
    ("stripes", "lines", "bands", "streifen", "linien", "bänder"), ("waves", "wavy", "wellen", "wellenlinien"), ("zigzag", "chevrons", "zickzacklinien", "zacken"),
    ("day", "sunny", "daylight", "tag", "tageslicht", "sonnigen"), ("sunset", "dusk", "evening", "sonnenuntergang", "abend", "abenddämmerung"),
    ("night", "midnight", "dark", "nacht", "nachts", "dunklem"), ("winter", "snow", "schnee", "verschneit"), ("sky", "himmel"),
    ("sun", "sunshine", "sonne", "sonnenschein"), ("moon", "mond", "vollmond"), ("stars", "starry", "sternen", "sternenhimmel"), ("clouds", "cloud", "wolken", "wolke"),
    ("trees", "tree", "bäumen", "baum"), ("boat", "sailing", "boot", "segelboot"), ("house", "haus"), ("landscape", "scenery", "scene", "landschaft", "szene", "landschaftsbild"),
]  # fmt: skip


def forms(stem):
    return [stem[:-1]] if stem.endswith("!") else [stem + ending for ending in ENDINGS]


def whole_groups():
    """The groups that the whole corpus adds."""
    plain = lambda names: [name.lstrip("=") for name in names]
    alone = lambda names: [name.split()[-1] for name in names if len(name.split()) <= 2]  # "a lake" without its article
    found = [[*english, *(form for stem in german for form in forms(stem))] for _, english, german in more.MORE_COLORS.values()]
    found += [[*english, plural, *(noun for noun, _ in german), german_plural] for english, plural, german, german_plural in more.MORE_SHAPES.values()]
    found += [[*plain(noun.english), noun.plural, *plain(name for name, _ in noun.german), noun.german_plural] for noun in stamps.NOUNS.values()]
    found += [list(pair) for pair in more.ALL_NUMBERS.values()]
    found += [[*english, *(name for name, _ in german)] for _, english, german in bands.KINDS.values()]
    return found + [alone([*english, *german]) for english, german in view_words.NAMES.values()]


def groups(stage="a"):
    """Lists of lower-case words, most of them single tokens."""
    found = [list(words) for words in LOOSE]
    for _, english, german in COLORS.values():
        found.append([*english, *(form for stem in german for form in forms(stem))])
    for english, plural, german, german_plural in SHAPES.values():
        found.append([*english, plural, *(noun for noun, _ in german), german_plural])
    for english, german in SIZES.values():
        found.append([*english, *(form for stem in german for form in forms(stem))])
    found += [list(pair) for pair in NUMBERS.values()]
    for english, german, dative in scenes.LANDS.values():
        found.append([*english, *german, dative])
    found += [[english, german] for english, german, _ in icons.NAMES.values()] if stage == "a" else whole_groups()
    return [[word.lower() for word in group if word and " " not in word] for group in found]


def tie(embedding, token_of, stage="a"):
    """Gives all words of a group the embedding of its first known word. token_of(word) is its id, or None if it is no single token."""
    for group in groups(stage):
        ids = [index for word in group if (index := token_of(word)) is not None]
        for other in ids[1:]:
            embedding[other] = embedding[ids[0]]
