"""Flat landscapes: a sky of some hour, a land, and what stands in it. Later things are drawn over earlier ones."""
import numpy as np

from .canvas import mix, shade
from .grammar import ARTICLES, bend, color, dress, join, pick, usual
from .words import COLORS

# hour: sky from top to horizon, tint laid over the land and its share, names
HOURS = {
    "day": (((95, 175, 235), (190, 226, 248)), (255, 255, 255), 0.0),
    "sunset": (((120, 70, 140), (255, 160, 80)), (120, 40, 60), 0.45),
    "night": (((12, 18, 52), (38, 48, 105)), (10, 15, 50), 0.6),
    "winter": (((170, 195, 220), (225, 235, 245)), (255, 255, 255), 0.0),
}
LANDS = {
    "mountains": (["mountains", "mountain peaks"], ["Berge", "Berggipfel"], "Bergen"),
    "hills": (["hills", "rolling hills"], ["Hügel"], "Hügeln"),
    "forest": (["forest", "woods"], ["Wald", "Tannenwald"], "Wald"),
    "sea": (["sea", "ocean"], ["Meer", "Ozean"], "Meer"),
    "desert": (["desert", "sand dunes"], ["Wüste"], "Wüste"),
    "city": (["city", "city skyline", "skyscrapers"], ["Stadt", "Skyline"], "Stadt"),
    "beach": (["beach", "seaside"], ["Strand", "Sandstrand"], "Strand"),
    "meadow": (["meadow", "field", "grassland"], ["Wiese", "Feld"], "Wiese"),
}
GROUND = {"mountains": (95, 150, 85), "hills": (100, 180, 80), "forest": (60, 130, 70), "sea": (30, 110, 190), "desert": (235, 195, 115), "city": (110, 115, 125), "beach": (240, 215, 150), "meadow": (120, 195, 85)}
EXTRAS = {
    "sun": ("the sun", ["a sun", "the sun", "a yellow sun", "sunshine"], ["einer Sonne", "Sonne", "Sonnenschein"], ["a sun", "a yellow sun", "the sun"], ["eine Sonne", "eine gelbe Sonne", "die Sonne"]),
    "moon": ("the moon", ["a moon", "the moon", "a full moon", "a yellow moon"], ["einem Mond", "Mond", "Vollmond"], ["a yellow moon", "a moon", "the moon"], ["ein gelber Mond", "ein Mond", "der Mond"]),
    "stars": ("stars", ["stars", "many stars", "a starry sky"], ["Sternen", "vielen Sternen", "Sternenhimmel"], [], []),
    "clouds": ("clouds", ["clouds", "white clouds", "a few clouds"], ["Wolken", "weißen Wolken"], ["a white cloud", "a cloud"], ["eine weiße Wolke", "eine Wolke"]),
    "trees": ("trees", ["trees", "green trees", "a tree"], ["Bäumen", "grünen Bäumen", "einem Baum"], ["a green tree", "a tree"], ["ein grüner Baum", "ein Baum"]),
    "boat": ("a boat", ["a boat", "a sailing boat"], ["einem Boot", "einem Segelboot"], ["a boat", "a sailing boat"], ["ein Boot", "ein Segelboot"]),
    "house": ("a house", ["a {} house"], ["einem {} Haus"], ["a {} house"], ["ein {} Haus"]),
}


def choose(rng):
    hour = rng.choice(list(HOURS), p=[0.4, 0.22, 0.25, 0.13])
    lands = [land for land in LANDS if hour != "winter" or land in ("mountains", "hills", "forest", "city", "meadow")]
    land = pick(rng, lands)
    extras = []
    if hour in ("day", "sunset") and rng.random() < 0.65:
        extras.append("sun")
    if hour == "night":
        extras += [name for name in ("moon", "stars") if rng.random() < 0.65]
    if hour == "day" and rng.random() < 0.45:
        extras.append("clouds")
    if land in ("hills", "meadow", "mountains") and rng.random() < 0.35:
        extras.append("trees")
    if land in ("hills", "meadow", "beach", "desert", "forest") and rng.random() < 0.3:
        extras.append("house")
    if land in ("sea", "beach") and rng.random() < 0.35:
        extras.append("boat")
    house = pick(rng, [name for name in COLORS if name not in ("light blue", "gray")])
    side = int(rng.integers(3))
    return {"family": "scene", "hour": str(hour), "land": land, "extras": extras, "house": house if "house" in extras else "", "side": side}


def ridge(canvas, rng, base, height, waves, sharp=False):
    """The outline [n] of a hill range or of peaks, as y over x = 0..width."""
    x = np.linspace(0, canvas.width, 65)
    if sharp:
        knots = np.linspace(-0.1, 1.1, waves + 2) + rng.uniform(-0.3, 0.3, waves + 2) / waves
        heights = np.where(np.arange(waves + 2) % 2 == rng.integers(2), rng.uniform(0.6, 1, waves + 2), rng.uniform(0, 0.25, waves + 2))
        y = np.interp(x / canvas.width, np.sort(knots), heights)
    else:
        y = 0.5 + 0.5 * np.sin(2 * np.pi * (waves * x / canvas.width / 2 + rng.random()))
    return x, canvas.height * base - y * height * canvas.height


def fill_below(canvas, x, y, rgb):
    canvas.polygon([*zip(x, y), (canvas.width, canvas.height), (0, canvas.height)], rgb)


def tree(canvas, x, foot, size, leaf, trunk, pointed):
    canvas.rectangle(x - 0.07 * size, foot - 0.35 * size, x + 0.07 * size, foot, trunk)
    if pointed:
        canvas.polygon([(x, foot - size), (x + 0.32 * size, foot - 0.2 * size), (x - 0.32 * size, foot - 0.2 * size)], leaf)
    else:
        canvas.ellipse(x, foot - 0.64 * size, 0.33 * size, 0.36 * size, leaf)
    return (x - 0.33 * size, foot - size, x + 0.33 * size, foot)


def house(canvas, x, foot, size, wall, roof, lit):
    canvas.rectangle(x - 0.45 * size, foot - 0.6 * size, x + 0.45 * size, foot, wall)
    canvas.polygon([(x - 0.58 * size, foot - 0.6 * size), (x, foot - size), (x + 0.58 * size, foot - 0.6 * size)], roof)
    canvas.rectangle(x - 0.3 * size, foot - 0.46 * size, x - 0.06 * size, foot - 0.22 * size, lit)
    canvas.rectangle(x + 0.1 * size, foot - 0.36 * size, x + 0.3 * size, foot, mix(roof, (0, 0, 0), 0.3))
    return (x - 0.58 * size, foot - size, x + 0.58 * size, foot)


def cloud(canvas, x, y, size, rgb):
    for dx, dy, r in ((-0.5, 0.08, 0.28), (-0.1, -0.1, 0.36), (0.35, 0.0, 0.32), (0.65, 0.12, 0.2)):
        canvas.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.85, rgb)
    return (x - 0.8 * size, y - 0.45 * size, x + 0.9 * size, y + 0.4 * size)


def cut_out(canvas, box):
    """The drawing within a box as it is now."""
    scale = canvas.image.width / canvas.width
    x0, y0, x1, y1 = (int(scale * side) for side in box)
    return np.asarray(canvas.image.crop((max(0, x0), max(0, y0), min(canvas.image.width, x1), min(canvas.image.height, y1))))


def seen(spec, parts, least=0.35):
    """The named things that later ones do not cover: the sun may have set behind the houses. Stars always count."""
    hidden = {part["kind"] for part, _ in parts} - {part["kind"] for part, _ in parts if part["seen"] >= least}
    return [name for name in spec["extras"] if name not in hidden]


def paint(spec, canvas, rng):
    """Draws it; every part says what share of its box was left as it was when the part was drawn ("seen")."""
    h, w, short = canvas.height, canvas.width, min(canvas.height, canvas.width)
    (top, low), tint, share = HOURS[spec["hour"]]
    snow, night, land, extras, parts = spec["hour"] == "winter", spec["hour"] == "night", spec["land"], spec["extras"], []
    jitter = lambda rgb: tuple(int(np.clip(c + rng.integers(-6, 7), 0, 255)) for c in rgb)
    toned = lambda rgb: mix(jitter(rgb), tint, share)
    add = lambda kind, box: parts.append(({"family": "scene-part", "kind": kind, "color": spec["house"], "seen": cut_out(canvas, box)}, box))
    canvas.gradient(jitter(top), jitter(low))
    horizon = {"sea": 0.55, "beach": 0.5, "desert": 0.6}.get(land, 0.68)
    x = (0.22, 0.5, 0.78)[spec["side"]] * w + rng.uniform(-0.04, 0.04) * w
    if "stars" in extras:
        for _ in range(int(rng.integers(12, 20))):
            size = rng.uniform(1.2, 2.2)
            canvas.ellipse(rng.uniform(0, w), rng.uniform(0, 0.5 * h), size, size, (250, 245, 200))
    if "sun" in extras:
        y, radius = (0.2 if spec["hour"] == "day" else rng.uniform(0.38, 0.48)) * h, rng.uniform(0.1, 0.13) * short
        canvas.ellipse(x, y, radius, radius, jitter((255, 215, 60) if spec["hour"] == "day" else (255, 225, 120)))
        add("sun", (x - radius, y - radius, x + radius, y + radius))
    if "moon" in extras:
        y, radius = 0.2 * h, rng.uniform(0.09, 0.12) * short
        canvas.ellipse(x, y, radius, radius, jitter((250, 235, 160)))
        add("moon", (x - radius, y - radius, x + radius, y + radius))
    if "clouds" in extras:
        for index in range(int(rng.integers(1, 4))):
            add("clouds", cloud(canvas, rng.uniform(0.15, 0.85) * w, rng.uniform(0.12, 0.4) * h, rng.uniform(0.13, 0.18) * short, (252, 252, 255)))
    ground = (240, 245, 250) if snow else GROUND[land]
    if land == "mountains":
        peaks = toned((120, 130, 150) if not snow else (150, 165, 190))
        px, py = ridge(canvas, rng, horizon + 0.08, 0.45, 5, sharp=True)
        fill_below(canvas, px, py, peaks)
        cap = np.minimum(py + 0, h * (horizon - 0.2))
        canvas.polygon([*zip(px, py), *zip(px[::-1], np.maximum(py, h * (horizon - 0.2))[::-1])], toned((245, 248, 252)))
    if land == "city":
        for index in range(9):
            left = (index - 0.3 + rng.uniform(-0.2, 0.2)) * w / 9
            high = h * (horizon + 0.05 - rng.uniform(0.15, 0.5))
            canvas.rectangle(left, high, left + w / 8, h, toned(mix((85, 95, 120), (150, 160, 180), rng.random())))
            for row in range(int((h * 0.82 - high) / 12)):
                for column in (0.15, 0.55):
                    if rng.random() < 0.7:
                        corner = (left + column * w / 8, high + 5 + 12 * row)
                        canvas.rectangle(*corner, corner[0] + 5, corner[1] + 6, (250, 225, 130) if night else toned((205, 220, 235)))
    if land == "hills":
        fill_below(canvas, *ridge(canvas, rng, horizon, 0.14, 3), toned(mix(ground, (40, 90, 80), 0.35) if not snow else (215, 226, 238)))
        fill_below(canvas, *ridge(canvas, rng, horizon + 0.12, 0.12, 2), toned(ground))
    elif land in ("sea", "beach"):
        canvas.rectangle(0, h * horizon, w, h, toned(GROUND["sea"]))
        for _ in range(5):
            wx, wy = rng.uniform(0, 0.8) * w, rng.uniform(horizon + 0.05, 0.72 if land == "beach" else 0.95) * h
            canvas.rectangle(wx, wy, wx + 0.15 * w, wy + 2, toned((120, 180, 230)))
        if land == "beach":
            fill_below(canvas, *ridge(canvas, rng, 0.8, 0.06, 1), toned(ground))
    elif land == "desert":
        fill_below(canvas, *ridge(canvas, rng, horizon, 0.1, 2), toned(mix(ground, (200, 140, 80), 0.5)))
        fill_below(canvas, *ridge(canvas, rng, horizon + 0.15, 0.12, 1), toned(ground))
    else:
        fill_below(canvas, *ridge(canvas, rng, 0.85 if land == "city" else horizon + 0.06, 0.04, 1), toned(ground))
    leaf, trunk = toned((35, 110, 60) if not snow else (70, 120, 110)), toned((110, 75, 50))
    if land == "forest":
        for row in range(2):
            for index in range(7):
                tree(canvas, (index + 0.5 * row + rng.uniform(0, 0.4)) * w / 7, h * (horizon + 0.12 + 0.12 * row), rng.uniform(0.32, 0.42) * short, mix(leaf, (0, 0, 0), 0.2 * (1 - row)), trunk, True)
    if "boat" in extras:
        bx, by, size = w - x, h * (horizon + 0.12), 0.24 * short
        canvas.polygon([(bx - 0.5 * size, by - 0.15 * size), (bx + 0.5 * size, by - 0.15 * size), (bx + 0.3 * size, by + 0.12 * size), (bx - 0.3 * size, by + 0.12 * size)], toned((150, 70, 45)))
        canvas.polygon([(bx, by - size), (bx, by - 0.2 * size), (bx + 0.45 * size, by - 0.2 * size)], toned((250, 250, 250)))
        add("boat", (bx - 0.5 * size, by - size, bx + 0.5 * size, by + 0.12 * size))
    if "house" in extras:
        wall = mix(shade(rng, spec["house"]), tint, share * 0.4)
        roof = toned((150, 60, 45) if spec["house"] not in ("red", "brown", "orange") else (70, 60, 70))
        hx = (w - x) if spec["side"] != 1 else w * rng.choice([0.3, 0.7])
        add("house", house(canvas, hx, h * (horizon + 0.2), rng.uniform(0.3, 0.38) * short, wall, roof, (255, 235, 140) if night else (220, 238, 248)))
    if "trees" in extras:
        count = int(rng.integers(1, 4))
        for index in range(count):
            tx = (index + rng.uniform(0.3, 0.7)) * w / count
            add("trees", tree(canvas, tx, h * (horizon + rng.uniform(0.16, 0.26)), rng.uniform(0.26, 0.36) * short, leaf, trunk, land == "mountains"))
    for part, box in parts:
        part["seen"] = float((part["seen"] == cut_out(canvas, box)).all(-1).mean())
    return parts


def extra_phrase(rng, language, spec, name, case):
    """case 0: after "with" / "mit"; 1: alone."""
    options = EXTRAS[name][(1 if language == "en" else 2) + 2 * case]
    phrase = usual(rng, options, 0.5)
    if name == "house":
        tint = color(rng, spec["house"], language)
        phrase = phrase.format(tint if language == "en" else bend(tint, "n", "dative" if case == 0 else "nominative"))
    return phrase


HOUR_WORDS = {
    "en": {"day": ["by day", "on a sunny day", "under a blue sky", "in daylight"], "sunset": ["at sunset", "at dusk", "in the evening", "with an orange sky"], "night": ["at night", "by night", "under a dark sky", "at midnight"], "winter": ["in winter", "in the snow", "covered in snow", "with snow"]},
    "de": {"day": ["am Tag", "bei Tageslicht", "unter blauem Himmel", "an einem sonnigen Tag"], "sunset": ["bei Sonnenuntergang", "im Sonnenuntergang", "am Abend", "in der Abenddämmerung"], "night": ["bei Nacht", "in der Nacht", "nachts", "unter dunklem Himmel"], "winter": ["im Winter", "im Schnee", "mit Schnee", "verschneit"]},
}


def describe(spec, language, rng):
    land = usual(rng, LANDS[spec["land"]][0 if language == "en" else 1])
    hour = "" if spec["hour"] == "day" and rng.random() < 0.5 else usual(rng, HOUR_WORDS[language][spec["hour"]], 0.5)
    told = [extra_phrase(rng, language, spec, name, 0) for name in spec["extras"] if rng.random() < 0.9]
    rng.shuffle(told)
    things = (" and " if language == "en" else " und ").join(told)
    things = join("with" if language == "en" else "mit", things) if things else ""
    if rng.random() < 0.3:
        kind = pick(rng, ["landscape with", "a scene with", "scenery,"]) if language == "en" else pick(rng, ["Landschaft,", "Szene:", "Landschaftsbild,"])
        land = join(kind, land)
    elif language == "en" and spec["land"] in ("forest", "desert", "city", "beach", "meadow") and rng.random() < 0.5 and not land.endswith("s"):
        land = "a " + land
    caption = join(land, hour, things) if rng.random() < 0.7 else join(land, things, hour)
    return dress(rng, language, caption)


def describe_part(spec, language, rng):
    return dress(rng, language, extra_phrase(rng, language, {"house": spec["color"]}, spec["kind"], 1))


def describe_background(spec, language, rng):
    """The landscape alone, without what stands in it."""
    return describe({**spec, "extras": []}, language, rng)
