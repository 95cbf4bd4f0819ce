"""What the model knows, measured on its pictures by code: held-out captions in both languages, and fills.

    python evaluate.py --pack ../default                the table
    python evaluate.py --corpus                         the same measurements on corpus pictures: at least 99 %
    python evaluate.py --shuffled                       on the pictures of other captions: chance
    python evaluate.py --sheet ../default/samples.webp  64 prompts, one seed each, none chosen

Colors, shapes, patterns, places, numbers and relations are measured (measure.py); landscapes and icons are named by a
classifier that saw nothing but the corpus (judge.py), whose own accuracy on held-out corpus pictures is printed.
`npm run evaluate` measures the same in TypeScript, through the plugin's own pipeline; evaluation_set.py writes what it needs.
"""
import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image

import corpus
import diffusion
import held_out
import judge
import measure
from check_parity import Pack
from corpus import scenes
from masks import shrink
from tokenizer import Tokenizer

JUDGE = Path(__file__).parents[2] / "tests/fixtures/evaluate/judge.onnx"


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


def load_judge():
    """The judge that `npm run evaluate` asks as well: scores from prepared pictures [n, 3, side, side]."""
    session = onnxruntime.InferenceSession(str(JUDGE), providers=["CPUExecutionProvider"])
    return lambda pictures: torch.from_numpy(session.run(None, {"picture": pictures.numpy()})[0])


def ask(net, pixels):
    said = judge.answers(net(judge.prepare(pixels)[None]))
    return {head: value[0].tolist() for head, value in said.items()}


def others(chosen, index):
    """The next spec of the same family: whose picture this is not."""
    spec = chosen[index]
    return next(other for other in chosen[index + 1 :] + chosen if other["family"] == spec["family"] and other is not spec)


def table(paint, count, net, shuffled=False):
    """{row: {language: share right}} over `count` held-out combinations; paint(spec, text, index) -> pixels."""
    rows, asked = defaultdict(lambda: defaultdict(list)), held_out.questions(count)
    chosen = [spec for spec, _ in asked]
    for index, (spec, texts) in enumerate(asked):
        for language, text in texts.items():
            pixels = paint(spec, text, index)
            for row, right in facts(others(chosen, index) if shuffled else spec, pixels, ask(net, pixels)).items():
                rows[row][language].append(float(right))
    return rows


def mask_of(box, size=held_out.SIZE):
    """uint8 [h, w]: 1 in the box (x, y, side)."""
    mask, (x, y, side) = np.zeros(size, np.uint8), box
    mask[y : y + side, x : x + side] = 1
    return mask


def fill_facts(made, fill, net):
    """{row: right or not} of what was painted into the box of a fill; the rest of the picture is the user's."""
    mask, ground, part = mask_of(fill["box"]), fill["ground"], fill["part"]
    inside = np.where(mask[..., None] == 1, made, ground)
    if part["family"] == "scene-part":
        return {"fill: scene part inside the mask": ask(net, inside)["extras"][list(scenes.EXTRAS).index(part["kind"])]}
    figure = measure.figure(inside, measure.border(ground)) & (mask == 1)
    there = bool(figure.sum() > 0.1 * mask.sum())
    tint = there and measure.name_of(np.median(inside[figure], 0)) == part["color"]
    return {"fill: color inside the mask": tint, "fill: shape inside the mask": there and measure.best_shape(figure)[0] == part["shape"]}


def seam(made, fill):
    """How far, in levels, the picture was changed outside of the mask within 4 pixels of it."""
    mask, (x, y, side) = mask_of(fill["box"]), fill["box"]
    ring = np.zeros(mask.shape, bool)
    ring[max(0, y - 4) : y + side + 4, max(0, x - 4) : x + side + 4] = True
    return np.abs(made.astype(float) - fill["ground"])[ring & (mask == 0)].mean()


def fills(painter, count, net):
    rows = defaultdict(lambda: defaultdict(list))
    for index, fill in enumerate(held_out.fills(count)):
        for language in held_out.LANGUAGES:
            made = painter(fill[language], 500 + index, fill["ground"], mask_of(fill["box"]), held_out.SIZE)
            for row, right in {**fill_facts(made, fill, net), "fill: seam outside, levels": seam(made, fill)}.items():
                rows[row][language].append(float(right))
    return rows


def sensitivity(painter, count):
    """Mean difference in levels between two prompts' pictures at one seed: a model deaf to its prompt scores 0."""
    return np.mean([np.abs(painter(first, 9).astype(float) - painter(second, 9)).mean() for first, second in held_out.pairs(count)])


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
    Image.fromarray(grid).save(path, quality=92, method=6)


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
    net = load_judge()
    for head, share in judge.accuracy(net, 600).items():
        print(f"judge, {head}: {100 * share:.1f} % right on held-out corpus pictures")
    if args.corpus or args.shuffled:
        rng = np.random.default_rng(1)
        return show(table(lambda spec, text, index: corpus.paint_seen(spec, *held_out.SIZE, rng).pixels, args.count, net, args.shuffled))
    painter = Painter(args.pack, args.steps, args.guidance)
    rows = table(lambda spec, text, index: painter(text, index), args.count, net)
    rows.update(fills(painter, args.count // 4, net))
    show(rows)
    print(f"prompt sensitivity: {sensitivity(painter, 12):.1f} levels")
    if args.json:
        args.json.write_text(json.dumps({row: {"n": len(by["en"]), **{language: float(np.mean(values)) for language, values in by.items()}} for row, by in rows.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
