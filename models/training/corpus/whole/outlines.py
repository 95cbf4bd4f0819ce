"""Closed outlines [n, 2] of the shapes that the whole corpus adds, within -1..1, y down."""
import numpy as np

from .. import shapes
from ..shapes import arc


def regular(corners, start=-90.0, radius=1.0):
    return arc(start, start + 360, radius, count=corners + 1)[:-1]


def spikes(corners, inner, outer=1.0, start=-90.0):
    """Corners that alternate between two radii."""
    return np.stack([regular(corners, start, outer), regular(corners, start + 180 / corners, inner)], 1).reshape(-1, 2)


def turned(points, degrees):
    angle = np.radians(degrees)
    return points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def rounded(width, height, radius):
    """A rectangle of half sides width and height with rounded corners."""
    x, y = width - radius, height - radius
    return np.concatenate([arc(first, first + 90, radius, sx * x, sy * y, 12) for first, sx, sy in ((0, 1, 1), (90, -1, 1), (180, -1, -1), (270, 1, -1))])


def spiral(turns=2.5, thickness=0.16):
    angle = np.linspace(0, 2 * np.pi * turns, 90)
    radius = 0.1 + 0.75 * angle / angle[-1]
    point = lambda r: np.stack([r * np.cos(angle), r * np.sin(angle)], 1)
    return np.concatenate([point(radius + thickness / 2), point(radius - thickness / 2)[::-1]])


def teardrop():
    t = np.linspace(0, 2 * np.pi, 60)
    return np.stack([0.95 * np.sin(t) * np.sin(t / 2) ** 1.5, -np.cos(t)], 1)


def stairs(steps=4):
    side = np.linspace(-0.95, 0.95, steps + 1)
    corners = [(x, -y) for left, right, y in zip(side[:-1], side[1:], side[1:]) for x in (left, right)]
    return np.array([*corners, (0.95, 0.95), (-0.95, 0.95)])


def petal():
    t = np.linspace(-0.72, 0.72, 30)
    side = np.stack([np.cos(t * np.pi / 1.44) * 0.55, t * 1.38], 1)
    return np.concatenate([side, side[::-1] * [-1, 1]])


def rosette(petals=6):
    angle = np.linspace(0, 2 * np.pi, 121)[:-1]
    radius = 0.74 + 0.26 * np.cos(petals * angle)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)


def crest():
    t = np.linspace(0, 1, 16)
    right = np.stack([0.85 * np.cos(t * np.pi / 2) ** 0.7, 0.1 + 0.95 * np.sin(t * np.pi / 2)], 1)
    return np.concatenate([[[-0.85, -0.95], [0, -0.8], [0.85, -0.95]], right, right[::-1] * [-1, 1]])


OUTLINES = {
    "pentagon": lambda: regular(5),
    "hexagon": lambda: regular(6, 0),
    "octagon": lambda: regular(8, 22.5),
    "trapezoid": lambda: np.array([[-0.55, -0.65], [0.55, -0.65], [1.05, 0.65], [-1.05, 0.65]]),
    "parallelogram": lambda: np.array([[-0.6, -0.6], [1.1, -0.6], [0.6, 0.6], [-1.1, 0.6]]),
    "semicircle": lambda: arc(180, 360) + [0, 0.45],
    "quarter": lambda: np.concatenate([[[-0.8, 0.8]], arc(270, 360, 1.6, -0.8, 0.8)]),
    "wedge": lambda: np.concatenate([[[0, 0.85]], arc(240, 300, 1.7, 0, 0.85)]),
    "teardrop": teardrop,
    "hexagram": lambda: spikes(6, 0.58),
    "burst": lambda: spikes(14, 0.74),
    "up arrow": lambda: turned(shapes.outline("arrow"), -90),
    "down arrow": lambda: turned(shapes.outline("arrow"), 90),
    "left arrow": lambda: turned(shapes.outline("arrow"), 180),
    "chevron": lambda: np.array([[-0.6, -1], [-0.05, -1], [0.7, 0], [-0.05, 1], [-0.6, 1], [0.15, 0]]),
    "saltire": lambda: turned(shapes.outline("cross") * [1.05, 1.05], 45),
    "rosette": rosette,
    "capsule": lambda: rounded(1.1, 0.45, 0.45),
    "tile": lambda: rounded(0.9, 0.9, 0.35),
    "petal": petal,
    "crest": crest,
    "pennant": lambda: np.array([[-0.9, -1], [1, -0.5], [-0.74, -0.02], [-0.74, 1], [-0.9, 1]]),
    "bow tie": lambda: np.array([[-1.05, -0.6], [0, -0.12], [1.05, -0.6], [1.05, 0.6], [0, 0.12], [-1.05, 0.6]]),
    "stairs": stairs,
    "frame": lambda: np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1], [-0.66, -0.66], [-0.66, 0.66], [0.66, 0.66], [0.66, -0.66], [-0.66, -0.66]]) * 0.9,
    "spiral": spiral,
}


def outline(shape):
    """The outline of any shape of either corpus."""
    return OUTLINES[shape]() if shape in OUTLINES else shapes.outline(shape)
