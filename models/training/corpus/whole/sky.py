"""The sky of a view, and the weather that falls in front of it."""
import numpy as np
from PIL import Image

from ..scenes import cloud
from .words import ALL_COLORS

# hour: sky from top to horizon, tint laid over the land and its share
HOURS = {
    "dawn": (((150, 170, 220), (255, 205, 180)), (200, 140, 140), 0.2),
    "noon": (((85, 165, 235), (195, 228, 250)), (255, 255, 255), 0.0),
    "dusk": (((105, 65, 135), (250, 150, 85)), (115, 45, 65), 0.42),
    "night": (((12, 18, 52), (38, 48, 105)), (10, 15, 50), 0.58),
}


def paint_sky(spec, canvas, rng):
    (top, low), _, _ = HOURS[spec["hour"]]
    if spec["weather"] in ("cloudy", "rain", "storm", "fog", "snowfall"):
        gray = (70, 75, 95) if spec["hour"] == "night" else (165, 172, 182)
        top, low = (tuple(int(0.4 * a + 0.6 * b) for a, b in zip(rgb, gray)) for rgb in (top, low))
    canvas.gradient(top, low)
    x, short = (0.25, 0.75)[spec["side"]] * canvas.width, min(canvas.width, canvas.height)
    if spec["hour"] == "night":
        for _ in range(14):
            canvas.ellipse(rng.uniform(0, canvas.width), rng.uniform(0, 0.4 * canvas.height), 1.2, 1.2, (250, 245, 205))
        canvas.ellipse(x, 0.18 * canvas.height, 0.09 * short, 0.09 * short, (250, 236, 165))
    elif spec["weather"] in ("clear", "rainbow"):
        canvas.ellipse(x, (0.2 if spec["hour"] == "noon" else 0.4) * canvas.height, 0.1 * short, 0.1 * short, (255, 218, 80))
    if spec["weather"] in ("cloudy", "rain", "storm", "snowfall"):
        for index in range(4):
            cloud(canvas, (index + rng.uniform(0.2, 0.8)) * canvas.width / 4, rng.uniform(0.1, 0.22) * canvas.height, 0.2 * short, (120, 125, 138) if spec["weather"] == "storm" else (198, 203, 212))
    if spec["weather"] == "rainbow":
        for index, color in enumerate(("red", "orange", "yellow", "green", "blue", "purple")):
            ring = np.stack([np.cos(np.linspace(np.pi, 2 * np.pi, 60)), np.sin(np.linspace(np.pi, 2 * np.pi, 60))], 1) * (0.46 - 0.022 * index) * canvas.width
            canvas.line([tuple(point) for point in ring + [0.5 * canvas.width, 0.62 * canvas.height]], ALL_COLORS[color][0], 0.025 * canvas.width)


def paint_weather(spec, canvas, rng):
    w, h = canvas.width, canvas.height
    if spec["weather"] in ("rain", "storm"):
        for _ in range(60):
            x, y = rng.uniform(0, w), rng.uniform(0.15, 1) * h
            canvas.line([(x, y), (x - 2, y + 8)], (175, 200, 225), 0.9)
    if spec["weather"] == "storm":
        x = rng.uniform(0.3, 0.7) * w
        canvas.polygon([(x + dx * h, dy * h) for dx, dy in ((0, 0.2), (0.07, 0.2), (0.03, 0.34), (0.08, 0.34), (-0.03, 0.58), (0.0, 0.4), (-0.04, 0.4))], (255, 225, 90))
    if spec["weather"] == "snowfall":
        for _ in range(45):
            size = rng.uniform(0.9, 2)
            canvas.ellipse(rng.uniform(0, w), rng.uniform(0, h), size, size, (252, 253, 255))
    if spec["weather"] == "fog":
        veil = np.asarray(canvas.image, np.float32)
        y = np.linspace(0, 1, veil.shape[0], dtype=np.float32)[:, None, None]
        share = 0.72 * np.exp(-(((y - 0.6) / 0.3) ** 2))
        canvas.image.paste(Image.fromarray((veil * (1 - share) + 222 * share).astype(np.uint8)))
