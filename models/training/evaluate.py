"""What the model knows, measured on its pictures by code: held-out captions in both languages, and fills.

    python evaluate.py --pack ../default                the table
    python evaluate.py --corpus                         the same measurements on corpus pictures: at least 99 %
    python evaluate.py --shuffled                       on the pictures of other captions: chance
    python evaluate.py --sheet ../default/samples.png   64 prompts, one seed each, none chosen

Colors, shapes, patterns, places, numbers and relations are measured (measure.py); landscapes and icons are named by a
classifier that saw nothing but the corpus (judge.py), whose own accuracy on held-out corpus pictures is printed.
"""
import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import corpus
import diffusion
import judge
import measure
from check_parity import Pack
from corpus import scenes
from corpus.words import COLORS, PLACES
from masks import shrink
from tokenizer import Tokenizer

FAMILIES = ("shape", "two", "many", "pattern", "scene", "icon")


class Painter:
    """The pack, driven as the plugin drives it: text -> 8 DDIM steps with guidance -> pixels."""

    def __init__(self, folder, steps, guidance):
        self.pack, self.tokenizer = Pack(folder), Tokenizer(Path(folder) / "tokenizer")
        self.steps, self.guidance = steps, guidance
        self.empty = self.pack.read([self.tokenizer("")])

    def __call__(self, text, seed, picture=None, mask=None, size=(128, 128)):
        """uint8 [h, w, 3]. With a picture and a mask (1 = paint) it fills, and the rest stays as decoded."""
        height, width = size
        pixels = torch.zeros(1, 3, height, width) if picture is None else torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None] / 127.5 - 1
        holes = np.ones((height, width), np.uint8) if mask is None else mask
        masked = self.pack.encode(pixels * torch.from_numpy(1 - holes).float())
        cells = torch.from_numpy(shrink(holes))[None, None].float()
        noise = torch.randn(1, 4, height // 8, width // 8, generator=torch.Generator("cpu").manual_seed(seed))
        words = self.pack.read([self.tokenizer(text)])
        latents = diffusion.ddim(self.pack, noise, cells, masked, words, self.empty, self.steps, self.guidance)
        made = self.pack.decode(latents)[0].clamp(-1, 1).permute(1, 2, 0).numpy()
        return np.round((made + 1) * 127.5).astype(np.uint8)


def facts(spec, pixels, said):
    """{row of the table: right or not}"""
    family = spec["family"]
    if family == "shape":
        return measure.shape_facts(pixels, spec)
    if family == "many":
        return measure.many_facts(pixels, spec)
    if family == "two":
        return measure.two_facts(pixels, spec)
    if family == "icon":
        background = measure.name_of(measure.border(pixels)) == spec["background"]
        return {"icon": judge.target(spec)[2] == said["icon"], "icon: background": background}
    if family == "pattern":
        asked = (spec["kind"], None if spec["kind"] in ("dots", "checks", "grid", "plain") else spec["direction"])
        kind, colors = measure.best_pattern(pixels, spec) == asked, measure.pattern_colors(pixels, spec)
        return {"pattern": kind and colors, "pattern: kind and direction": kind, "pattern: colors": colors}
    hour, land, _, _ = judge.target(spec)
    told = [bool(said["extras"][list(scenes.EXTRAS).index(name)]) for name in spec["extras"]]
    rows = {"scene: hour": hour == said["hour"], "scene: land": land == said["land"]}
    parts = [hour == said["hour"], land == said["land"], *told]
    return {**rows, "scene: parts present": float(np.mean(parts)), **({"scene: named things": float(np.mean(told))} if told else {})}


def full_caption(spec, language, rng):
    """A caption that names everything that is measured: phrasings that drop a clause are drawn again."""
    column = 0 if language == "en" else 1
    for _ in range(200):
        text = corpus.caption(spec, language, rng)
        place, enough = spec.get("place"), True
        if place is not None and tuple(place) != (1, 1):
            enough = any(name in text for name in PLACES[tuple(place)][column])
        if "background" in spec and enough:
            enough = any(name.rstrip("!") in text for name in COLORS[spec["background"]][1 + column])
        if spec["family"] == "scene":
            words = [word for name in spec["extras"] for word in [scenes.EXTRAS[name][1 + column]]]
            enough = all(any(option.split("{}")[0].strip() in text for option in options) for options in words)
            enough = enough and (spec["hour"] == "day" or any(word in text for word in scenes.HOUR_WORDS[language][spec["hour"]]))
        if enough:
            return text
    return text


def specs(count, seed=2024):
    """Held-out combinations: every other one a single shape, the rest of the other families in turn."""
    rng = np.random.default_rng(seed)
    return [corpus.choose(rng, FAMILIES[1 + index // 2 % 5] if index % 2 else "shape", test=True) for index in range(count)]


def ask(net, pixels):
    with torch.no_grad():
        said = judge.answers(net(judge.prepare(pixels)[None]))
    return {head: value[0].tolist() for head, value in said.items()}


def table(paint, count, net, shuffled=False):
    """{row: {language: share right}} over `count` held-out combinations; paint(spec, text, index) -> pixels."""
    rows, rng, chosen = defaultdict(lambda: defaultdict(list)), np.random.default_rng(7), specs(count)
    for index, spec in enumerate(chosen):
        for language in ("en", "de"):
            pixels = paint(spec, full_caption(spec, language, rng), index)
            judged = next(other for other in chosen[index + 1 :] + chosen if other["family"] == spec["family"] and other is not spec) if shuffled else spec
            for row, right in facts(judged, pixels, ask(net, pixels)).items():
                rows[row][language].append(float(right))
    return rows


def fills(painter, count, net):
    """An object is asked for inside a box on a plain ground or in a landscape. The rest of the picture is the user's."""
    rows, rng = defaultdict(lambda: defaultdict(list)), np.random.default_rng(11)
    for index in range(count):
        size = (128, 128)
        scene = index % 3 == 2
        spec = corpus.choose(rng, "scene" if scene else "shape", test=True)
        if scene:
            name = ["sun", "moon", "house", "trees"][rng.integers(4)]
            spec = {**spec, "hour": "night" if name == "moon" else "day", "land": ["hills", "meadow"][rng.integers(2)], "extras": [], "house": "red"}
        ground = corpus.paint(spec if scene else {"family": "pattern", "kind": "plain", "colors": [spec["background"]], "direction": None}, *size, rng).pixels
        side = rng.integers(40, 64)
        x, y = rng.integers(4, 124 - side, 2)
        if scene:
            y = 8 if name in ("sun", "moon") else 124 - side - 20
        mask = np.zeros(size, np.uint8)
        mask[y : y + side, x : x + side] = 1
        for language in ("en", "de"):
            part = {"family": "scene-part", "kind": name, "color": "red"} if scene else {"family": "shape-part", "shape": spec["shape"], "color": spec["color"]}
            made = painter(corpus.caption(part, language, rng), 500 + index, ground, mask, size)
            inside = np.where(mask[..., None] == 1, made, ground)
            if scene:
                said = ask(net, inside)["extras"][list(scenes.EXTRAS).index(name)]
                rows["fill: scene part inside the mask"][language].append(float(said))
            else:
                figure = measure.figure(inside, measure.border(ground)) & (mask == 1)
                there = figure.sum() > 0.1 * mask.sum()
                tint = bool(there) and measure.name_of(np.median(inside[figure], 0)) == spec["color"]
                rows["fill: color inside the mask"][language].append(float(tint))
                rows["fill: shape inside the mask"][language].append(float(bool(there) and measure.best_shape(figure)[0] == spec["shape"]))
            ring = np.zeros(size, bool)
            ring[max(0, y - 4) : y + side + 4, max(0, x - 4) : x + side + 4] = True
            ring &= mask == 0
            rows["fill: seam outside, levels"][language].append(np.abs(made.astype(float) - ground)[ring].mean())
    return rows


def sensitivity(painter, count):
    """Mean difference in levels between two prompts' pictures at one seed: a model deaf to its prompt scores 0."""
    rng, chosen = np.random.default_rng(3), specs(2 * count, 5)
    return np.mean([np.abs(painter(corpus.caption(p, "en", rng), 9).astype(float) - painter(corpus.caption(q, "en", rng), 9)).mean() for p, q in zip(chosen[::2], chosen[1::2])])


def show(rows):
    print(f"{'':38}{'en':>8}{'de':>8}{'n':>6}")
    for row, by in rows.items():
        scale = 1 if "levels" in row else 100
        print(f"{row:38}{scale * np.mean(by['en']):8.1f}{scale * np.mean(by['de']):8.1f}{len(by['en']):6d}")


def sheet(painter, path, columns=8):
    """64 held-out captions, half of them German, one seed each. The captions are printed row by row."""
    rng, tiles = np.random.default_rng(64), []
    for index in range(64):
        spec = corpus.choose(rng, test=True)
        text = corpus.caption(spec, ("en", "de")[index % 2], rng)
        tiles.append(painter(text, index))
        print(f"{index // columns + 1}.{index % columns + 1} {text}")
    grid = np.concatenate([np.concatenate(tiles[row : row + columns], 1) for row in range(0, 64, columns)])
    Image.fromarray(grid & 0xF8).save(path, optimize=True)  # five bits per channel: small enough to look at in a browser


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path(__file__).parent.parent / "default")
    parser.add_argument("--count", type=int, default=360)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.sheet:
        return sheet(Painter(args.pack, args.steps, args.guidance), args.sheet)
    net = judge.load()
    for head, share in judge.accuracy(net, 600).items():
        print(f"judge, {head}: {100 * share:.1f} % right on held-out corpus pictures")
    if args.corpus or args.shuffled:
        rng = np.random.default_rng(1)
        return show(table(lambda spec, text, index: corpus.paint(spec, 128, 128, rng).pixels, args.count, net, args.shuffled))
    painter = Painter(args.pack, args.steps, args.guidance)
    rows = table(lambda spec, text, index: painter(text, index), args.count, net)
    rows.update(fills(painter, args.count // 4, net))
    show(rows)
    print(f"prompt sensitivity: {sensitivity(painter, 12):.1f} levels")
    if args.json:
        args.json.write_text(json.dumps({row: {"n": len(by["en"]), **{language: float(np.mean(values)) for language, values in by.items()}} for row, by in rows.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
