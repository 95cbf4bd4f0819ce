"""Landscapes with an hour, a season and weather, and one or two objects in them; also the deep sea and outer space."""
from ..grammar import join, pick, usual
from . import grounds, lands, stamps
from .objects import picture_of
from .phrases import dress, name, tint
from .sky import HOURS, paint_sky, paint_weather
from .view_words import HOUR_NAMES, NAMES, SEASONS, WEATHER

WATERY = ("lake", "river", "harbor", "coast", "ice", "island")


def choose(rng):
    land = pick(rng, list(NAMES))
    hour = str(rng.choice(list(HOURS), p=[0.2, 0.38, 0.2, 0.22]))
    spots = ["deep"] if land == "deep" else ["space"] if land == "space" else ["sky", "swim" if land in WATERY else "stand"]
    things = []
    for spot in spots:
        if rng.random() < (0.9 if len(spots) == 1 else 0.5):
            icon = pick(rng, stamps.having(spot))
            tinted = "tint" in stamps.FLAGS[icon] and rng.random() < 0.4
            things.append({"family": "object-part", "icon": icon, "style": "tinted" if tinted else "", "tints": [grounds.other_color(rng)] if tinted else [], "spot": spot})
    outside = land not in ("deep", "space")
    weather = str(rng.choice(list(WEATHER), p=[0.4, 0.1, 0.12, 0.1, 0.1, 0.08, 0.1])) if outside else "clear"
    season = pick(rng, list(SEASONS)) if outside and weather != "snowfall" else "winter" if outside else ""
    if weather == "rainbow" and hour == "night":
        weather = "clear"
    return {"family": "view", "land": land, "hour": hour if outside else "", "season": season, "weather": weather, "things": things, "side": int(rng.integers(2))}


def paint(spec, canvas, rng):
    w, h, short, parts = canvas.width, canvas.height, min(canvas.width, canvas.height), []
    if spec["land"] == "deep":
        canvas.gradient((70, 165, 210), (15, 55, 110))
        canvas.polygon([(0, h), (0, 0.9 * h), (0.3 * w, 0.86 * h), (0.7 * w, 0.92 * h), (w, 0.87 * h), (w, h)], (215, 190, 135))
        for _ in range(12):
            canvas.ellipse(rng.uniform(0, w), rng.uniform(0, 0.8 * h), 1.8, 1.8, (190, 225, 240))
    elif spec["land"] == "space":
        canvas.gradient((10, 10, 30), (35, 20, 60))
        for _ in range(40):
            size = rng.uniform(0.5, 1.4)
            canvas.ellipse(rng.uniform(0, w), rng.uniform(0, h), size, size, (250, 248, 230))
    else:
        paint_sky(spec, canvas, rng)
        lands.LANDS[spec["land"]](lands.Brush(canvas, rng, *HOURS[spec["hour"]][1:], spec["season"]))
    for thing in spec["things"]:
        size = rng.uniform(0.26, 0.34) * short
        x = ((0.7, 0.3)[spec["side"]] + rng.uniform(-0.06, 0.06)) * w
        foot = {"sky": 0.16 * h + size / 2, "swim": 0.78 * h, "stand": 0.93 * h, "deep": 0.5 * h + size / 2, "space": 0.5 * h + size / 2}[thing["spot"]] + rng.uniform(-0.03, 0.03) * h
        canvas.paste(picture_of(thing, rng), x, foot - size / 2, size)
        parts.append((thing, (x - size / 2, foot - size, x + size / 2, foot)))
    paint_weather(spec, canvas, rng)
    return parts


def describe(spec, language, rng, things=True):
    german = language == "de"
    land = usual(rng, NAMES[spec["land"]][german])
    if not spec["hour"]:
        told = []
    else:
        told = [usual(rng, HOUR_NAMES[spec["hour"]][german]) if spec["hour"] != "noon" or rng.random() < 0.4 else "", usual(rng, SEASONS[spec["season"]][german]) if rng.random() < 0.75 else "", usual(rng, WEATHER[spec["weather"]][german])]
        rng.shuffle(told)
    said = [name(rng, language, stamps.NOUNS[thing["icon"]], [tint(rng, color) for color in thing["tints"]], "dative" if german else "nominative") for thing in spec["things"]] if things else []
    company = join("mit" if german else "with", (" und " if german else " and ").join(said)) if said else ""
    opening = pick(rng, ["Landschaft:", "Blick auf:", "Ansicht:"] if german else ["landscape:", "view of", "scenery with"]) if rng.random() < 0.15 else ""
    orders = [join(opening, land, *told, company), join(opening, land, company, *told), join(opening, land + ",", *told, company), join(opening, land, company) + (", " + " ".join(word for word in told if word) if any(told) else "")]
    return dress(rng, language, pick(rng, orders).rstrip(","))


def describe_ground(spec, language, rng):
    """The landscape without what stands in it."""
    return describe(spec, language, rng, things=False)
