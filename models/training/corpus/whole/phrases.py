"""Grammar of the whole corpus: noun phrases in three cases with any adjectives, and sentences in several orders."""
from dataclasses import dataclass

from ..grammar import join, pick, usual
from .words import AFTER, ALL_COLORS, BEFORE, FILLER, SIZES

# how an adjective ends: after no article, after "ein", after "der"
ENDINGS = {
    "": {"nominative": {"m": "er", "f": "e", "n": "es", "p": "e"}, "accusative": {"m": "en", "f": "e", "n": "es", "p": "e"}, "dative": {"m": "em", "f": "er", "n": "em", "p": "en"}},
    "a": {"nominative": {"m": "er", "f": "e", "n": "es", "p": "e"}, "accusative": {"m": "en", "f": "e", "n": "es", "p": "e"}, "dative": {"m": "en", "f": "en", "n": "en", "p": "en"}},
    "the": {"nominative": {"m": "e", "f": "e", "n": "e", "p": "en"}, "accusative": {"m": "en", "f": "e", "n": "e", "p": "en"}, "dative": {"m": "en", "f": "en", "n": "en", "p": "en"}},
}
ARTICLES = {
    "a": {"nominative": {"m": "ein", "f": "eine", "n": "ein"}, "accusative": {"m": "einen", "f": "eine", "n": "ein"}, "dative": {"m": "einem", "f": "einer", "n": "einem"}},
    "the": {"nominative": {"m": "der", "f": "die", "n": "das", "p": "die"}, "accusative": {"m": "den", "f": "die", "n": "das", "p": "die"}, "dative": {"m": "dem", "f": "der", "n": "dem", "p": "den"}},
}
# nouns that take -n or -en outside of the nominative
WEAK = {"Bär": "en", "Eisbär": "en", "Waschbär": "en", "Teddybär": "en", "Elefant": "en", "Löwe": "n", "Affe": "n", "Hase": "n", "Welpe": "n", "Drache": "n", "Bauer": "n", "Planet": "en", "Komet": "en", "Satellit": "en", "Pfau": "en", "Ochse": "n"}


@dataclass
class Noun:
    """English names and plural, German (noun, gender) pairs and plural. A name that starts with "=" takes no article."""

    english: list
    plural: str
    german: list
    german_plural: str


def bend(stem, gender, case="nominative", article=""):
    """A German adjective before a noun; a stem that ends in "!" never bends."""
    return stem[:-1] if not stem or stem.endswith("!") else stem + ENDINGS[article][case][gender]


def dative_plural(noun):
    return noun if noun[-1] in "ns" else noun + "n"


def an(phrase):
    """The phrase after "a" or "an"."""
    vowel = phrase[0] in "aeiouAEIOUX" and not phrase.startswith(("uni", "one", "eu"))
    return ("an " if vowel or phrase.startswith("hour") else "a ") + phrase


def name(rng, language, noun, adjectives=(), case="nominative", article="a"):
    """One thing: "a small red apple", "einem kleinen roten Apfel". adjectives: (English, German stem) pairs."""
    if language == "en":
        word = usual(rng, noun.english)
        bare = word.startswith("=")
        phrase = join(*(english for english, _ in adjectives), word.lstrip("="))
        return phrase if bare or not article else an(phrase) if article == "a" else "the " + phrase
    word, gender = usual(rng, noun.german)
    article = "" if word.startswith("=") else article
    word = word.lstrip("=")
    bent = [bend(stem, gender, case, article) for _, stem in adjectives]
    return join(ARTICLES[article][case][gender] if article else "", *bent, word + (WEAK.get(word, "") if case != "nominative" else ""))


def names(rng, language, noun, adjectives=(), case="nominative"):
    """Several of them, without number or article: "small red apples"."""
    if language == "en":
        return join(*(english for english, _ in adjectives), noun.plural)
    plural = dative_plural(noun.german_plural) if case == "dative" else noun.german_plural
    return join(*(bend(stem, "p", case) for _, stem in adjectives), plural)


def tint(rng, color):
    """A color as an adjective pair; its two names are drawn apart, as people do not translate their own words."""
    _, english, german = ALL_COLORS[color]
    return usual(rng, english), usual(rng, german)


def bare(rng, language, color):
    """A color's name alone."""
    return tint(rng, color)[language == "de"].rstrip("!")


def grade(rng, size):
    """A size as an adjective pair; no size, no words."""
    return pick(rng, SIZES[size][0]) if size else ("", "")


def sentence(rng, language, what, where="", ground=""):
    """what(case) -> phrase, with where it is and what it is on, in one of the orders that people use."""
    here = join(where, ground)
    if not here or rng.random() < 0.55:
        return join(what("nominative"), where, ground)
    english = [
        lambda: join(ground + "," if ground else "", what("nominative"), where),
        lambda: join(what("nominative"), ground) + (", " + where if where else ""),
        lambda: join("there is", what("nominative"), here),
        lambda: join(here, "there is", what("nominative")),
        lambda: join("draw", what("accusative"), here),
        lambda: join("you can see", what("accusative"), here),
        lambda: join(here + ":", what("nominative")),
    ]
    german = [
        lambda: join(ground + "," if ground else "", what("nominative"), where),
        lambda: join(what("nominative"), ground) + (", " + where if where else ""),
        lambda: join(here, "ist", what("nominative"), "zu sehen"),
        lambda: join(here, "sieht man", what("accusative")),
        lambda: join("zeichne", what("accusative"), here),
        lambda: join("es gibt", what("accusative"), here),
        lambda: join(here + ":", what("nominative")),
    ]
    return pick(rng, english if language == "en" else german)()


# how a caption begins that is no plain noun phrase: nothing can be put before it
OPENERS = {"there", "draw", "you", "on", "over", "against", "in", "at", "near", "centered", "above", "below", "under", "zeichne", "es", "auf", "vor", "im", "am", "oben", "unten", "links", "rechts", "ganz", "mittig"}


def dress(rng, language, caption):
    """Puts words around a caption now and then that change nothing."""
    chance = rng.random()
    if chance < 0.08 and caption.replace(",", " ").replace(":", " ").split()[0] not in OPENERS:
        return join(pick(rng, BEFORE[language]), caption)
    if chance < 0.2:
        return caption + ", " + pick(rng, (AFTER if chance < 0.16 else FILLER)[language])
    return caption
