"""The words of the corpus: every color, shape, place and size in English and German.

A German noun carries its gender (m, f, n), because the adjective before it bends with it.
A color is (sRGB, English names, German stems); the first name is the usual one and is drawn most often.
"""

COLORS = {
    "red": ((214, 40, 40), ["red", "crimson", "scarlet", "bright red"], ["rot", "knallrot", "scharlachrot"]),
    "orange": ((245, 130, 32), ["orange", "tangerine"], ["orangefarben", "orange!"]),
    "yellow": ((250, 210, 50), ["yellow", "golden", "lemon yellow"], ["gelb", "golden", "zitronengelb"]),
    "green": ((60, 160, 70), ["green", "grass green", "emerald"], ["grün", "grasgrün", "smaragdgrün"]),
    "turquoise": ((40, 180, 170), ["turquoise", "teal", "cyan"], ["türkis!", "türkisfarben", "petrolfarben"]),
    "blue": ((40, 90, 200), ["blue", "royal blue", "dark blue", "navy"], ["blau", "dunkelblau", "königsblau"]),
    "light blue": ((135, 200, 240), ["light blue", "sky blue", "pale blue"], ["hellblau", "himmelblau"]),
    "purple": ((130, 60, 170), ["purple", "violet", "lilac"], ["lila!", "violett"]),
    "pink": ((245, 140, 180), ["pink", "rose", "light pink"], ["rosa!", "rosafarben", "pink!"]),
    "brown": ((120, 75, 45), ["brown", "chocolate brown"], ["braun", "schokoladenbraun"]),
    "black": ((25, 25, 30), ["black", "jet black"], ["schwarz", "tiefschwarz"]),
    "white": ((250, 250, 250), ["white", "snow white"], ["weiß", "schneeweiß"]),
    "gray": ((140, 140, 145), ["gray", "grey"], ["grau", "mausgrau"]),
}

# id: (English names, English plural, [(German noun, gender)], German plural)
SHAPES = {
    "circle": (["circle", "dot", "disc", "ball"], "circles", [("Kreis", "m"), ("Punkt", "m"), ("Scheibe", "f"), ("Ball", "m")], "Kreise"),
    "square": (["square", "block", "box"], "squares", [("Quadrat", "n"), ("Viereck", "n"), ("Kasten", "m")], "Quadrate"),
    "triangle": (["triangle", "pyramid"], "triangles", [("Dreieck", "n")], "Dreiecke"),
    "rectangle": (["rectangle", "bar"], "rectangles", [("Rechteck", "n"), ("Balken", "m")], "Rechtecke"),
    "oval": (["oval", "ellipse"], "ovals", [("Oval", "n"), ("Ellipse", "f")], "Ovale"),
    "star": (["star", "five-pointed star"], "stars", [("Stern", "m")], "Sterne"),
    "heart": (["heart", "love heart"], "hearts", [("Herz", "n")], "Herzen"),
    "diamond": (["diamond", "rhombus"], "diamonds", [("Raute", "f"), ("Rhombus", "m")], "Rauten"),
    "ring": (["ring", "hoop", "donut"], "rings", [("Ring", "m"), ("Reifen", "m")], "Ringe"),
    "cross": (["cross", "plus sign", "plus"], "crosses", [("Kreuz", "n"), ("Plus", "n")], "Kreuze"),
    "crescent": (["crescent", "crescent moon"], "crescents", [("Sichel", "f"), ("Halbmond", "m")], "Sicheln"),
    "arrow": (["arrow", "arrow pointing right"], "arrows", [("Pfeil", "m")], "Pfeile"),
}

SIZES = {
    "small": (["small", "little", "tiny"], ["klein", "winzig"]),
    "medium": ([""], [""]),
    "large": (["large", "big", "huge"], ["groß", "riesig"]),
}

# (row, column) of the thirds: 0 = top or left, 2 = bottom or right
PLACES = {
    (0, 0): (["in the top left", "in the upper left corner", "at the top left"], ["oben links", "links oben", "in der linken oberen Ecke"]),
    (0, 1): (["at the top", "above", "near the upper edge"], ["oben", "ganz oben", "am oberen Rand"]),
    (0, 2): (["in the top right", "in the upper right corner", "at the top right"], ["oben rechts", "rechts oben", "in der rechten oberen Ecke"]),
    (1, 0): (["on the left", "at the left edge", "on the left side"], ["links", "auf der linken Seite", "am linken Rand"]),
    (1, 1): (["in the center", "in the middle", "centered"], ["in der Mitte", "mittig", "im Zentrum"]),
    (1, 2): (["on the right", "at the right edge", "on the right side"], ["rechts", "auf der rechten Seite", "am rechten Rand"]),
    (2, 0): (["in the bottom left", "in the lower left corner", "at the bottom left"], ["unten links", "links unten", "in der linken unteren Ecke"]),
    (2, 1): (["at the bottom", "below", "near the lower edge"], ["unten", "ganz unten", "am unteren Rand"]),
    (2, 2): (["in the bottom right", "in the lower right corner", "at the bottom right"], ["unten rechts", "rechts unten", "in der rechten unteren Ecke"]),
}

NUMBERS = {2: ("two", "zwei"), 3: ("three", "drei"), 4: ("four", "vier")}

BACKDROP = {"en": ["background", "backdrop", "ground", "canvas"], "de": [("Hintergrund", "m"), ("Grund", "m"), ("Fläche", "f"), ("Untergrund", "m")]}

# What people write around the thing they mean. None of it changes the picture.
STYLE_BEFORE = {
    "en": ["flat illustration of", "vector art of", "a drawing of", "a picture of", "simple graphic of", "minimal poster of", "an icon of", "clipart of", "photo of", "a flat design of", "please paint", "show me"],
    "de": ["flache Illustration:", "Vektorgrafik:", "Zeichnung:", "Bild:", "Symbol:", "Plakat:", "Grafik:", "Foto:", "Skizze:", "bitte male", "zeig mir"],
}
STYLE_AFTER = {
    "en": ["flat design", "vector art", "minimal", "simple", "clean", "illustration", "poster", "clipart", "modern", "high quality", "beautiful", "cute", "logo", "graphic design", "no shadow"],
    "de": ["flaches Design", "Vektorgrafik", "minimalistisch", "schlicht", "einfach", "Illustration", "Plakat", "modern", "hohe Qualität", "schön", "niedlich", "Logo", "Grafikdesign", "ohne Schatten"],
}
# Words that mean nothing here: a few captions carry one, so that an unknown word in a prompt does no harm.
NOISE = {
    "en": ["very", "really", "today", "great", "trending", "detailed", "website", "app", "banner", "hero", "card", "brand", "style", "summer", "happy", "fresh", "bold", "quiet", "friendly", "nice"],
    "de": ["sehr", "wirklich", "heute", "toll", "detailliert", "Webseite", "App", "Banner", "Karte", "Marke", "Stil", "Sommer", "fröhlich", "frisch", "kräftig", "ruhig", "freundlich", "nett"],
}
