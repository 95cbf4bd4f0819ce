"""Small grammar: articles and adjective endings, so that the German captions are German."""
from .words import BACKDROP, COLORS, NOISE, SHAPES, SIZES, STYLE_AFTER, STYLE_BEFORE

ENDINGS = {"nominative": {"m": "er", "f": "e", "n": "es", "p": "e"}, "dative": {"m": "em", "f": "er", "n": "em", "p": "en"}}
ARTICLES = {"nominative": {"m": "ein", "f": "eine", "n": "ein", "p": ""}, "dative": {"m": "einem", "f": "einer", "n": "einem", "p": ""}}


def bend(stem, gender, case="nominative", article=True):
    """An adjective before a noun: bend("rot", "f") -> "rote". A stem that ends in "!" never bends ("lila")."""
    if not stem:
        return ""
    if stem.endswith("!"):
        return stem[:-1]
    ending = "en" if case == "dative" and article else ENDINGS[case][gender]
    return stem + ending


def join(*words):
    return " ".join(word for word in words if word)


def usual(rng, names, share=0.65):
    """The first name most of the time, a synonym otherwise."""
    return names[0] if len(names) == 1 or rng.random() < share else names[rng.integers(1, len(names))]


def pick(rng, items):
    return items[rng.integers(len(items))]


def color(rng, name, language):
    return usual(rng, COLORS[name][1 if language == "en" else 2])


def a(phrase):
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def noun_phrase(rng, language, nouns, color_name=None, size="medium", case="nominative", article=True):
    """ "a big red circle" or "ein großer roter Kreis". nouns: English names, or German (noun, gender) pairs."""
    tint = color(rng, color_name, language) if color_name else ""
    if language == "en":
        phrase = join(usual(rng, SIZES[size][0]), tint, usual(rng, nouns))
        return a(phrase) if article else phrase
    noun, gender = usual(rng, nouns)
    bent = [bend(stem, gender, case, article) for stem in (usual(rng, SIZES[size][1]), tint)]
    return join(ARTICLES[case][gender] if article else "", *bent, noun)


def shape_phrase(rng, language, shape, color_name, size="medium", case="nominative", article=None):
    names, _, nouns, _ = SHAPES[shape]
    article = rng.random() < 0.75 if article is None else article
    return noun_phrase(rng, language, names if language == "en" else nouns, color_name, size, case, article)


def background_phrase(rng, language, color_name):
    """ "on a blue background" or "auf blauem Hintergrund"."""
    article = rng.random() < 0.7
    phrase = noun_phrase(rng, language, BACKDROP[language], color_name, case="dative", article=article)
    if language == "en":
        return join(pick(rng, ["on", "on", "against", "over"]), phrase)
    return join(pick(rng, ["auf", "auf", "vor"]), phrase)


def dress(rng, language, caption):
    """Puts style words around a caption now and then, and changes what does not matter: capitals, full stop."""
    chance = rng.random()
    if chance < 0.08:
        caption = join(pick(rng, STYLE_BEFORE[language]), caption)
    elif chance < 0.16:
        caption = caption + ", " + pick(rng, STYLE_AFTER[language])
    elif chance < 0.19:
        caption = caption + ", " + pick(rng, NOISE[language])
    return caption
