"""The words that the whole corpus adds to those of ../words.py: colors, shapes, sizes, numbers, and what stands around them."""
from ..words import COLORS, NOISE, NUMBERS, STYLE_AFTER, STYLE_BEFORE

MORE_COLORS = {
    "maroon": ((128, 20, 40), ["maroon", "burgundy", "wine red"], ["weinrot", "bordeauxrot"]),
    "coral": ((255, 115, 95), ["coral", "salmon"], ["korallenrot", "lachsfarben"]),
    "peach": ((255, 205, 165), ["peach", "apricot"], ["pfirsichfarben", "aprikosenfarben"]),
    "beige": ((225, 205, 170), ["beige", "sandy"], ["beige!", "sandfarben"]),
    "cream": ((252, 243, 215), ["cream", "ivory"], ["cremefarben", "elfenbeinfarben"]),
    "mustard": ((205, 160, 40), ["mustard", "ochre"], ["senfgelb", "ockerfarben"]),
    "olive": ((120, 125, 45), ["olive", "olive green"], ["olivgrün"]),
    "lime": ((165, 220, 50), ["lime", "lime green"], ["limettengrün", "gelbgrün"]),
    "mint": ((165, 230, 195), ["mint", "mint green"], ["mintgrün", "blassgrün"]),
    "dark green": ((25, 85, 50), ["dark green", "forest green"], ["dunkelgrün", "tannengrün"]),
    "light green": ((140, 205, 120), ["light green", "pale green"], ["hellgrün"]),
    "light gray": ((205, 208, 212), ["light gray", "silver"], ["hellgrau", "silbern"]),
    "dark gray": ((75, 78, 85), ["dark gray", "charcoal"], ["dunkelgrau", "anthrazitfarben"]),
    "lavender": ((195, 170, 235), ["lavender", "light purple"], ["lavendelfarben", "hellviolett"]),
    "magenta": ((215, 35, 135), ["magenta", "fuchsia"], ["magentafarben", "fuchsiafarben"]),
    "indigo": ((65, 45, 130), ["indigo", "dark purple"], ["indigoblau", "dunkelviolett"]),
    "steel blue": ((90, 125, 160), ["steel blue", "slate"], ["stahlblau", "graublau"]),
    "midnight blue": ((20, 30, 75), ["midnight blue"], ["nachtblau"]),
    "rust": ((180, 80, 40), ["rust", "copper"], ["rostrot", "kupferfarben"]),
    "tan": ((185, 140, 100), ["tan", "caramel", "light brown"], ["hellbraun", "karamellfarben"]),
}
ALL_COLORS = {**COLORS, **MORE_COLORS}

# id: (English names, English plural, [(German noun, gender)], German plural); outlines.py draws them
MORE_SHAPES = {
    "pentagon": (["pentagon"], "pentagons", [("Fünfeck", "n")], "Fünfecke"),
    "hexagon": (["hexagon"], "hexagons", [("Sechseck", "n")], "Sechsecke"),
    "octagon": (["octagon"], "octagons", [("Achteck", "n")], "Achtecke"),
    "trapezoid": (["trapezoid", "trapezium"], "trapezoids", [("Trapez", "n")], "Trapeze"),
    "parallelogram": (["parallelogram"], "parallelograms", [("Parallelogramm", "n")], "Parallelogramme"),
    "semicircle": (["semicircle", "half circle", "dome"], "semicircles", [("Halbkreis", "m"), ("Kuppel", "f")], "Halbkreise"),
    "quarter": (["quarter circle"], "quarter circles", [("Viertelkreis", "m")], "Viertelkreise"),
    "wedge": (["wedge", "pie slice"], "wedges", [("Keil", "m"), ("Tortenstück", "n")], "Keile"),
    "teardrop": (["teardrop", "tear"], "teardrops", [("Träne", "f")], "Tränen"),
    "hexagram": (["six-pointed star", "hexagram"], "six-pointed stars", [("Sechsstern", "m")], "Sechssterne"),
    "burst": (["starburst", "burst"], "starbursts", [("Zackenstern", "m")], "Zackensterne"),
    "up arrow": (["up arrow", "arrow pointing up"], "up arrows", [("Aufwärtspfeil", "m")], "Aufwärtspfeile"),
    "down arrow": (["down arrow", "arrow pointing down"], "down arrows", [("Abwärtspfeil", "m")], "Abwärtspfeile"),
    "left arrow": (["left arrow", "arrow pointing left"], "left arrows", [("Linkspfeil", "m")], "Linkspfeile"),
    "chevron": (["chevron", "angle bracket"], "chevrons", [("Winkel", "m")], "Winkel"),
    "saltire": (["X shape", "saltire"], "saltires", [("Andreaskreuz", "n")], "Andreaskreuze"),
    "rosette": (["rosette", "flower shape"], "rosettes", [("Rosette", "f")], "Rosetten"),
    "capsule": (["capsule", "lozenge"], "capsules", [("Kapsel", "f")], "Kapseln"),
    "tile": (["rounded square", "tile"], "tiles", [("Kachel", "f")], "Kacheln"),
    "petal": (["petal", "leaf shape"], "petals", [("Blütenblatt", "n")], "Blütenblätter"),
    "crest": (["crest", "coat of arms"], "crests", [("Wappen", "n")], "Wappen"),
    "pennant": (["pennant", "flag"], "pennants", [("Wimpel", "m"), ("Flagge", "f")], "Wimpel"),
    "bow tie": (["bow tie"], "bow ties", [("Fliege", "f")], "Fliegen"),
    "stairs": (["staircase", "flight of stairs"], "staircases", [("Treppe", "f")], "Treppen"),
    "frame": (["frame", "picture frame"], "frames", [("Rahmen", "m"), ("Bilderrahmen", "m")], "Rahmen"),
    "spiral": (["spiral", "swirl"], "spirals", [("Spirale", "f")], "Spiralen"),
}

# id: ((English, German stem) alternatives, share of the picture's shorter side that a thing is wide)
SIZES = {
    "tiny": ([("miniature", "winzig klein"), ("minuscule", "mikroskopisch klein"), ("very small", "sehr klein")], (0.14, 0.18)),
    "small": ([("small", "klein"), ("little", "klein")], (0.25, 0.31)),
    "medium": ([("", ""), ("", ""), ("medium-sized", "mittelgroß")], (0.42, 0.5)),
    "large": ([("large", "groß"), ("big", "groß")], (0.62, 0.7)),
    "huge": ([("giant", "gigantisch"), ("enormous", "riesengroß"), ("gigantic", "gewaltig")], (0.82, 0.9)),
}

ALL_NUMBERS = {**NUMBERS, 5: ("five", "fünf"), 6: ("six", "sechs"), 7: ("seven", "sieben"), 8: ("eight", "acht"), 9: ("nine", "neun")}

BEFORE = {
    "en": [*STYLE_BEFORE["en"], "sticker of", "emblem with", "a postcard with", "a wallpaper of", "book cover with", "an advertisement with", "a sketch of", "a cartoon of", "I would like", "please draw", "create", "make me", "a stamp with", "thumbnail of", "a sign with", "a greeting card with", "a cheerful picture of"],
    "de": [*STYLE_BEFORE["de"], "Aufkleber:", "Emblem:", "Postkarte:", "Hintergrundbild:", "Buchumschlag:", "Werbung:", "Entwurf:", "Zeichentrick:", "ich möchte gern:", "bitte zeichne:", "erstelle:", "mach mir:", "Briefmarke:", "Vorschaubild:", "Tafel:", "Grußkarte:", "ein fröhliches Bild:"],
}
AFTER = {
    "en": [*STYLE_AFTER["en"], "sticker style", "bright colors", "sharp edges", "crisp", "colorful", "children's book", "paper cut", "low detail", "bold shapes", "geometric", "for a presentation", "for a newsletter", "playful", "elegant", "symmetrical", "cartoon", "infographic", "tidy", "plain and clear"],
    "de": [*STYLE_AFTER["de"], "Aufkleber", "leuchtende Farben", "scharfe Kanten", "klar", "bunt", "Kinderbuch", "Scherenschnitt", "wenig Einzelheiten", "kräftige Formen", "geometrisch", "für eine Präsentation", "für einen Rundbrief", "verspielt", "elegant", "symmetrisch", "Zeichentrick", "Infografik", "ordentlich", "schlicht und deutlich"],
}
FILLER = {
    "en": [*NOISE["en"], "please", "thanks", "again", "awesome", "perfect", "new", "product", "launch", "startup", "header", "slide", "team", "holiday", "birthday", "kids", "shop", "travel", "music", "health", "menu", "button", "profile", "email"],
    "de": [*NOISE["de"], "bitte", "danke", "nochmal", "großartig", "perfekt", "neu", "Produkt", "Start", "Firma", "Kopfzeile", "Folie", "Team", "Ferien", "Geburtstag", "Kinder", "Laden", "Reise", "Musik", "Gesundheit", "Menü", "Knopf", "Profil", "Newsletter"],
}
