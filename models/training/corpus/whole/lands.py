"""The lands of views: how each is drawn below a sky, and where its horizon lies (0 = top, 1 = bottom)."""
import numpy as np

from ..canvas import mix
from ..scenes import fill_below, house, ridge, tree

# season: (grass, leaves)
SEASONS = {"spring": ((140, 205, 100), (120, 190, 90)), "summer": ((105, 175, 75), (45, 125, 60)), "autumn": ((190, 165, 85), (215, 120, 45)), "winter": ((238, 243, 249), (140, 165, 170))}
HORIZON = {"lake": 0.5, "river": 0.55, "island": 0.55, "village": 0.66, "road": 0.55, "park": 0.62, "volcano": 0.72, "canyon": 0.6, "waterfall": 0.6, "harbor": 0.58, "jungle": 0.7, "ice": 0.55, "farm": 0.55, "coast": 0.55, "vineyard": 0.5, "moor": 0.62}
WATER, SAND, STONE = (45, 125, 195), (238, 214, 155), (135, 130, 135)


class Brush:
    """The canvas with the hour's tone laid over every color."""

    def __init__(self, canvas, rng, tint, share, season):
        self.canvas, self.rng, self.w, self.h = canvas, rng, canvas.width, canvas.height
        self.tint, self.share = tint, share
        self.grass, self.leaf = (self.tone(rgb) for rgb in SEASONS[season])
        self.short = min(self.w, self.h)

    def tone(self, rgb):
        jittered = tuple(int(np.clip(c + self.rng.integers(-6, 7), 0, 255)) for c in rgb)
        return mix(jittered, self.tint, self.share)

    def below(self, base, height, waves, rgb, sharp=False):
        fill_below(self.canvas, *ridge(self.canvas, self.rng, base, height, waves, sharp), rgb)

    def water(self, top, bottom=1.0):
        self.canvas.rectangle(0, top * self.h, self.w, bottom * self.h, self.tone(WATER))
        for _ in range(6):
            x, y = self.rng.uniform(0, 0.85) * self.w, self.rng.uniform(top + 0.04, bottom - 0.03) * self.h
            self.canvas.rectangle(x, y, x + 0.13 * self.w, y + 1.6, self.tone((130, 185, 230)))

    def strip(self, points, rgb):
        self.canvas.polygon([(x * self.w, y * self.h) for x, y in points], rgb)

    def trees(self, count, foot, size, pointed=False):
        for index in range(count):
            x = (index + self.rng.uniform(0.2, 0.8)) * self.w / count
            tree(self.canvas, x, foot * self.h, size * self.short * self.rng.uniform(0.85, 1.15), self.leaf, self.tone((110, 75, 50)), pointed)


def lake(b):
    b.below(0.52, 0.2, 4, b.tone((110, 130, 150)), sharp=True)
    b.below(0.56, 0.08, 3, b.grass)
    b.water(0.56, 0.9)
    b.below(0.92, 0.03, 2, b.grass)


def river(b):
    b.below(0.58, 0.1, 3, b.grass)
    b.strip([(0.46, 0.57), (0.54, 0.57), (0.62, 0.75), (0.9, 1), (0.3, 1), (0.42, 0.75)], b.tone(WATER))
    b.trees(4, 0.66, 0.2)


def island(b):
    b.water(0.55)
    b.canvas.ellipse(0.5 * b.w, 0.72 * b.h, 0.3 * b.w, 0.1 * b.h, b.tone(SAND))
    b.canvas.ellipse(0.5 * b.w, 0.68 * b.h, 0.2 * b.w, 0.09 * b.h, b.grass)


def village(b):
    b.below(0.66, 0.1, 3, mix(b.grass, (60, 100, 90), 0.3))
    b.below(0.75, 0.05, 2, b.grass)
    walls = [(245, 235, 215), (225, 190, 150), (200, 215, 225), (235, 205, 205)]
    for index in range(4):
        x = (index + b.rng.uniform(0.35, 0.65)) * b.w / 4
        house(b.canvas, x, (0.8 + 0.04 * (index % 2)) * b.h, b.rng.uniform(0.22, 0.28) * b.short, b.tone(walls[index]), b.tone((165, 70, 55)), b.tone((220, 235, 245)))


def road(b):
    b.below(0.57, 0.08, 3, b.grass)
    b.strip([(0.47, 0.56), (0.53, 0.56), (0.85, 1), (0.15, 1)], b.tone((85, 88, 95)))
    for top, bottom in ((0.6, 0.65), (0.7, 0.78), (0.85, 0.97)):
        half = lambda y: 0.006 + 0.035 * (y - 0.56)
        b.strip([(0.5 - half(top), top), (0.5 + half(top), top), (0.5 + half(bottom), bottom), (0.5 - half(bottom), bottom)], b.tone((240, 235, 220)))


def park(b):
    b.below(0.64, 0.05, 2, b.grass)
    b.strip([(0.44, 0.64), (0.5, 0.64), (0.75, 1), (0.35, 1)], b.tone((225, 205, 165)))
    b.trees(4, 0.76, 0.34)


def volcano(b):
    b.below(0.74, 0.05, 2, b.tone((95, 110, 80)))
    b.strip([(0.12, 0.75), (0.42, 0.3), (0.58, 0.3), (0.88, 0.75)], b.tone((95, 75, 70)))
    b.strip([(0.42, 0.3), (0.58, 0.3), (0.6, 0.42), (0.54, 0.55), (0.5, 0.4), (0.45, 0.48)], (240, 95, 40))
    b.canvas.ellipse(0.5 * b.w, 0.24 * b.h, 0.1 * b.short, 0.07 * b.short, b.tone((150, 145, 150)))


def canyon(b):
    for level, rgb in enumerate(((205, 120, 80), (185, 95, 60), (160, 75, 50))):
        y, inset = 0.35 + 0.12 * level, 0.42 - 0.1 * level
        b.strip([(0, y), (inset - 0.06, y), (inset, 1), (0, 1)], b.tone(rgb))
        b.strip([(1, y), (1 - inset + 0.06, y), (1 - inset, 1), (1, 1)], b.tone(rgb))
    b.strip([(0.2, 0.92), (0.8, 0.92), (1, 1), (0, 1)], b.tone(SAND))


def waterfall(b):
    b.canvas.rectangle(0, 0.3 * b.h, b.w, 0.8 * b.h, b.tone(STONE))
    b.canvas.rectangle(0, 0.27 * b.h, b.w, 0.34 * b.h, b.grass)
    b.canvas.rectangle(0.4 * b.w, 0.3 * b.h, 0.6 * b.w, 0.82 * b.h, b.tone((200, 228, 245)))
    b.water(0.78)
    b.canvas.ellipse(0.5 * b.w, 0.8 * b.h, 0.16 * b.w, 0.04 * b.h, b.tone((245, 250, 255)))


def harbor(b):
    b.water(0.58)
    b.strip([(0, 0.7), (0.45, 0.7), (0.45, 0.75), (0, 0.75)], b.tone((140, 100, 70)))
    for x in (0.05, 0.2, 0.38):
        b.canvas.rectangle(x * b.w, 0.74 * b.h, (x + 0.03) * b.w, 0.9 * b.h, b.tone((110, 80, 55)))


def jungle(b):
    b.below(0.4, 0.12, 7, b.tone((35, 95, 60)))
    b.below(0.6, 0.1, 6, b.tone((45, 125, 65)))
    b.below(0.85, 0.06, 5, b.tone((70, 155, 75)))
    for index in range(5):
        x = (index + 0.5) * b.w / 5
        b.canvas.ellipse(x, 0.42 * b.h, 0.13 * b.w, 0.06 * b.h, b.tone((30, 110, 60)))
        b.canvas.rectangle(x - 1.5, 0.44 * b.h, x + 1.5, 0.85 * b.h, b.tone((90, 70, 45)))


def ice(b):
    b.water(0.55)
    for x, size in ((0.2, 0.2), (0.55, 0.3), (0.85, 0.16)):
        b.strip([(x - size / 2, 0.62), (x - size / 5, 0.62 - size), (x + size / 6, 0.62 - 0.7 * size), (x + size / 2, 0.62)], b.tone((225, 240, 250)))
    b.below(0.84, 0.05, 2, b.tone((240, 246, 252)))


def farm(b):
    b.below(0.56, 0.03, 2, b.grass)
    for index in range(5):  # furrows that meet at the horizon
        left, right = index / 5, (index + 0.5) / 5
        b.strip([(0.4 + 0.2 * left, 0.58), (0.4 + 0.2 * right, 0.58), (2.4 * right - 0.7, 1), (2.4 * left - 0.7, 1)], b.tone((225, 190, 90)))


def coast(b):
    b.water(0.55)
    b.strip([(0, 0.38), (0.4, 0.42), (0.46, 0.6), (0.4, 0.75), (0.5, 1), (0, 1)], b.tone((190, 175, 150)))
    b.strip([(0, 0.36), (0.41, 0.41), (0.42, 0.46), (0, 0.44)], b.grass)


def vineyard(b):
    b.below(0.52, 0.12, 2, b.grass)
    for row in range(5):
        y = 0.6 + 0.085 * row
        for index in range(9):
            b.canvas.ellipse((index + 0.5) * b.w / 9, y * b.h, 0.045 * b.w, 0.03 * b.h, b.leaf)


def moor(b):
    b.below(0.64, 0.05, 2, b.tone((120, 125, 85)))
    for _ in range(5):
        b.canvas.ellipse(b.rng.uniform(0.1, 0.9) * b.w, b.rng.uniform(0.72, 0.95) * b.h, 0.12 * b.w, 0.03 * b.h, b.tone((75, 105, 125)))
    for _ in range(12):
        x, y = b.rng.uniform(0, 1) * b.w, b.rng.uniform(0.7, 0.98) * b.h
        b.canvas.rectangle(x, y - 7, x + 1.2, y, b.tone((150, 150, 80)))


LANDS = {"lake": lake, "river": river, "island": island, "village": village, "road": road, "park": park, "volcano": volcano, "canyon": canyon, "waterfall": waterfall, "harbor": harbor, "jungle": jungle, "ice": ice, "farm": farm, "coast": coast, "vineyard": vineyard, "moor": moor}
