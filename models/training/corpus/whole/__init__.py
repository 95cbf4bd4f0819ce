"""What the whole corpus has beyond the first one: more shapes, colors and sizes, hundreds of icons on all kinds of grounds,
numbers and pairs of them, patterns of many colors, repeated motifs, and views with weather and seasons.

FAMILIES: {name: (choose(rng) -> spec, paint(spec, canvas, rng) -> parts, describe(spec, language, rng))}.
"""
from . import bands, figures, grounds, groups, motifs, objects, views

FAMILIES = {
    "figure": (figures.choose, figures.paint, figures.describe),
    "object": (objects.choose, objects.paint, objects.describe),
    "group": (groups.choose_count, groups.paint_count, groups.describe_count),
    "pair": (groups.choose_pair, groups.paint_pair, groups.describe_pair),
    "bands": (bands.choose, bands.paint, bands.describe),
    "motif": (motifs.choose, motifs.paint, motifs.describe),
    "view": (views.choose, views.paint, views.describe),
}
PARTS = {"figure-part": figures.describe_part, "object-part": objects.describe_part}
SAID_BEFORE = {"figure": figures.said_before, "object": objects.said_before, "group": groups.said_before, "pair": groups.said_before}


def describe_ground(spec, language, rng):
    """The picture's caption without its parts, or nothing where that would not say what is left."""
    if spec["family"] == "view":
        return views.describe_ground(spec, language, rng)
    if spec["family"] in ("figure", "object", "pair", "group") and spec["grounds"][0] != "scene":
        return grounds.describe_alone(rng, language, spec["grounds"])
    return ""


def said_before(spec):
    """The spec of the first corpus that shows the same thing, else the spec itself: both hold it out alike."""
    found = SAID_BEFORE[spec["family"]](spec) if spec["family"] in SAID_BEFORE else None
    return found or spec
