"""Writes what `npm run evaluate` asks and checks itself with, so that it needs no Python.

    python evaluation_set.py

questions.json   held-out captions in both languages with what they ask for, fills, pairs of unrelated prompts
corpus.json      the palette, the shapes' outlines, and what the tiles of corpus.png show
corpus.png       held-out pictures as the corpus draws them: the measurement must find everything right in them
painted.png      pictures as the pack paints them, with all their faults, to compare the two measurements on
verdicts.json    this recipe's own measurement of both sheets: under the right captions and under those of other pictures
grounds.png      the landscapes that are filled
"""
import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

import corpus
import evaluate
import held_out
from corpus.shapes import outline
from corpus.words import COLORS, SHAPES

QUESTIONS, FILLS, PAIRS = 360, 90, 12
TILES, PAINTED, PAINTED_FILLS = 100, 40, 12
COLUMNS = 10


def sheet(pictures, path):
    """Writes pictures of one size as tiles, row by row; the last row is filled up with black."""
    blank = [np.zeros_like(pictures[0])] * (-len(pictures) % COLUMNS)
    tiles = [*pictures, *blank]
    rows = [np.concatenate(tiles[row : row + COLUMNS], 1) for row in range(0, len(tiles), COLUMNS)]
    Image.fromarray(np.concatenate(rows)).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, {len(pictures)} pictures")


def write(path, content):
    def plain(value):
        return value.item() if isinstance(value, np.generic) else value.tolist()

    lines = [f"{json.dumps(key)}: " + ("[\n" + ",\n".join(dump(item, plain) for item in value) + "\n]" if isinstance(value, list) else dump(value, plain)) for key, value in content.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def dump(value, plain):
    return json.dumps(value, ensure_ascii=False, default=plain)


def questions(out):
    """Writes questions.json and grounds.png. A plain ground is written as its color, a landscape as its tile."""
    asked = [{"spec": spec, **texts} for spec, texts in held_out.questions(QUESTIONS)]
    fills, grounds = [], []
    for fill in held_out.fills(FILLS):
        colors = np.unique(fill["ground"].reshape(-1, 3), axis=0)
        if len(colors) > 1:
            grounds.append(fill["ground"])
        ground = {"color": colors[0]} if len(colors) == 1 else {"tile": len(grounds) - 1}
        fills.append({**fill, "ground": ground})
    write(out / "questions.json", {"questions": asked, "fills": fills, "pairs": held_out.pairs(PAIRS)})
    sheet(grounds, out / "grounds.png")


def verdicts(specs, pictures, net):
    """[{"right": facts under its own caption, "shuffled": facts under the caption of another picture}]"""
    said = [evaluate.ask(net, pixels) for pixels in pictures]
    measured = lambda spec, index: {row: float(right) for row, right in evaluate.facts(spec, pictures[index], said[index]).items()}
    return [{"right": measured(spec, index), "shuffled": measured(evaluate.others(specs, index), index)} for index, spec in enumerate(specs)]


def coarse(pixels):
    """Five bits per channel: small enough to carry, and the same for whoever measures."""
    return pixels & 0xF8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path(__file__).parent.parent / "default")
    parser.add_argument("--out", type=Path, default=evaluate.JUDGE.parent)
    args = parser.parse_args()
    net, painter = evaluate.load_judge(), evaluate.Painter(args.pack, 8, 3.0)
    questions(args.out)

    specs, rng = held_out.specs(TILES), np.random.default_rng(1)
    drawn = [corpus.paint_seen(spec, *held_out.SIZE, rng).pixels for spec in specs]
    sheet(drawn, args.out / "corpus.png")
    outlines = {shape: np.round(outline(shape), 6) for shape in SHAPES}
    write(args.out / "corpus.json", {"palette": {name: rgb for name, (rgb, _, _) in COLORS.items()}, "outlines": outlines, "tiles": specs})

    asked = held_out.questions(PAINTED)
    painted = [coarse(painter(texts[held_out.LANGUAGES[index % 2]], index)) for index, (_, texts) in enumerate(asked)]
    fills = list(held_out.fills(PAINTED_FILLS))
    filled = [coarse(painter(fill["en"], 500 + index, fill["ground"], evaluate.mask_of(fill["box"]), held_out.SIZE)) for index, fill in enumerate(fills)]
    sheet([*painted, *filled], args.out / "painted.png")
    write(
        args.out / "verdicts.json",
        {
            "corpus": verdicts(specs, drawn, net),
            "painted": verdicts([spec for spec, _ in asked], painted, net),
            "fills": [{**{row: float(right) for row, right in evaluate.fill_facts(made, fill, net).items()}, "seam": round(evaluate.seam(made, fill), 6)} for made, fill in zip(filled, fills)],
        },
    )


if __name__ == "__main__":
    main()
