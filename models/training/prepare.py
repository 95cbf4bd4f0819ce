"""Draws the corpus, trains the tokenizer on its captions and, once the VAE is trained, encodes the pictures.

    python prepare.py draw --parts 32        data/pictures/part-0000.npz + .json ...   (2000 pictures each)
    python prepare.py draw --parts 4 --close-ups   data/pictures/part-1000000 ...      (of single things in such pictures)
    python prepare.py tokenizer              data/tokenizer/
    python prepare.py encode                 data/latents/part-0000.npz ...            (needs data/vae.pt)

A part depends on the seed and its own number alone, so parts can be drawn side by side (--first, --every) and again.
Drawing runs at about 200 pictures per second and core, encoding at about 60 with their masked variants. STAGE=b draws the
whole corpus, four times as large; a GPU is used for encoding where there is one (stage_b.sh).
"""
import argparse
import json
import time

import numpy as np
from PIL import Image

import corpus
import stage
from masks import draw_mask, shrink

DATA = stage.DATA
PER_PART = 2000
CAPTIONS = 4  # per language
CLOSE_UPS = 1_000_000  # the number of the first part of close-ups


def captions_of(describe, spec, rng, count):
    """Alternating English and German: [2 * count] strings."""
    return [describe(spec, language, rng) for _ in range(count) for language in ("en", "de")]


def draw_part(part, seed, count=PER_PART):
    """Writes one part: arrays "1:1", "4:3" ... [n, h, w, 3], and beside them what can be said of each picture."""
    rng = np.random.default_rng((seed, part))
    pixels, notes = {name: [] for name in corpus.BUCKETS}, {name: [] for name in corpus.BUCKETS}
    for _ in range(count):
        spec = corpus.choose(rng, stage=stage.NAME)
        name = rng.choice(list(corpus.BUCKETS), p=corpus.BUCKET_SHARE)
        if part >= CLOSE_UPS:
            close_up, note = draw_close_up(rng, spec, name)
            pixels[name].append(close_up)
            notes[name].append(note)
            continue
        picture = corpus.paint(spec, *corpus.BUCKETS[name], rng, stage.DENSITY)
        pixels[name].append(picture.pixels)
        ground = captions_of(corpus.ground_caption, spec, rng, 1)
        notes[name].append({
            "captions": captions_of(corpus.caption, spec, rng, CAPTIONS),
            "parts": [{"captions": captions_of(corpus.caption, part_spec, rng, CAPTIONS), "box": [round(float(side), 1) for side in box]} for part_spec, box in picture.parts],
            "ground": ground if all(ground) else [],
            "family": spec["family"],
        })
    folder = DATA / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"part-{part:04d}.json").write_text(json.dumps(notes, ensure_ascii=False), encoding="utf-8")
    write(folder / f"part-{part:04d}.npz", "pictures", {name: np.stack(stack) if stack else np.empty((0, *stage.SIZES[name], 3), np.uint8) for name, stack in pixels.items()})


def draw_close_up(rng, spec, name):
    """One thing in a picture and its surroundings, as the plugin shows a small hole to the model: pixels and their note.

    The thing is 0.28 to 0.6 of the picture's longer side; painted twice as dense, so that it stays as crisp as any other."""
    height, width = corpus.BUCKETS[name]
    while not (picture := corpus.paint(spec, height, width, rng, 2 * stage.DENSITY)).parts:
        spec = corpus.choose(rng, stage=stage.NAME)
    part, (x0, y0, x1, y1) = picture.parts[rng.integers(len(picture.parts))]
    h, w = picture.pixels.shape[:2]
    share = min(1.0, rng.uniform(1.7, 3.5) * max((x1 - x0) / w, (y1 - y0) / h))
    wide, high = share * w, share * h
    left, top = ((middle - rng.uniform(0.4, 0.6) * side) for middle, side in (((x0 + x1) / 2, wide), ((y0 + y1) / 2, high)))
    left, top = min(max(0.0, left), w - wide), min(max(0.0, top), h - high)
    size = stage.SIZES[name][::-1]
    seen = Image.fromarray(picture.pixels).resize(size, Image.LANCZOS, (left, top, left + wide, top + high))
    box = [round(float(min(max(0, (at - start) / span * side), side)), 1) for at, start, span, side in zip((x0, y0, x1, y1), (left, top) * 2, (wide, high) * 2, size * 2)]
    captions = lambda: captions_of(corpus.caption, part, rng, CAPTIONS)
    return np.asarray(seen), {"captions": captions(), "parts": [{"captions": captions(), "box": box}], "ground": [], "family": spec["family"]}


def write(path, what, arrays):
    """Writes arrays so that whoever looks for new parts at this moment never finds half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = DATA / f"{path.stem}-{what}.npz"
    np.savez(unfinished, **arrays)
    unfinished.replace(path)


def train_tokenizer():
    from model import SIZES
    from tokenizer import fit

    notes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "pictures").glob("*.json"))]
    texts = [text for note in notes for bucket in note.values() for item in bucket for text in item["captions"] + [c for part in item["parts"] for c in part["captions"]]]
    print(f"{len(texts)} captions, {fit(texts, DATA / 'tokenizer', SIZES[stage.NAME].vocabulary)} tokens")


def encode_part(path, vae, tokenizer):
    """For every picture its latents and, for most, one masked variant: what to fill, and the caption that asks for it.

    Kinds of masked variant: "insert" names one part and hides its surroundings; "fill" keeps the picture's caption
    over a random mask. One in seven captions of a fill is empty, so that filling without a prompt works."""
    import torch

    from device import DEVICE, ON_GPU

    rng, chunk = np.random.default_rng((7, int(path.stem.split("-")[1]))), 250 if ON_GPU else 50
    notes, arrays, out = json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), np.load(path), {}
    insert = 0.85 if int(path.stem.split("-")[1]) >= CLOSE_UPS else 0.45
    ids = lambda texts: np.stack([tokenizer(text) for text in texts])
    for name in corpus.BUCKETS:
        if not notes[name]:
            continue
        pixels = torch.from_numpy(arrays[name]).to(DEVICE).permute(0, 3, 1, 2).float() / 127.5 - 1  # [n, 3, h, w]
        height, width = pixels.shape[2:]
        masks, asks = [], []
        for item in notes[name]:
            parts = item["parts"]
            if parts and rng.random() < insert:
                part = parts[rng.integers(len(parts))]
                masks.append(draw_mask(rng, height, width, part["box"]))
                asks.append(part["captions"])
            else:
                masks.append(draw_mask(rng, height, width))
                asks.append([""] * (2 * CAPTIONS) if rng.random() < 0.15 else item["captions"])
        holes = torch.from_numpy(np.stack(masks)).to(DEVICE)[:, None].float()
        with torch.no_grad():
            clean = torch.cat([vae.encode(some) for some in pixels.split(chunk)])
            masked = torch.cat([vae.encode(some) for some in (pixels * (1 - holes)).split(chunk)])
        out[f"{name} latents"] = clean.cpu().numpy().astype(np.float16)
        out[f"{name} masked"] = masked.cpu().numpy().astype(np.float16)
        out[f"{name} family"] = np.array([stage.FAMILIES.index(item["family"]) for item in notes[name]], np.uint8)
        out[f"{name} mask"] = np.stack([shrink(mask) for mask in masks])
        out[f"{name} ids"] = np.stack([ids(item["captions"]) for item in notes[name]]).astype(np.uint16)
        out[f"{name} ask"] = np.stack([ids(ask) for ask in asks]).astype(np.uint16)
    write(DATA / "latents" / path.name, "latents", out)


def encode(first, parts, every, follow, discard):
    """Encodes the parts that were not yet; with `follow` it waits for more until it is ended from outside."""
    import torch

    from checkpoint import load_vae
    from device import place
    from tokenizer import Tokenizer

    torch.set_num_threads(1)
    vae, tokenizer = place(load_vae()), Tokenizer(DATA / "tokenizer")
    while True:
        for path in sorted((DATA / "pictures").glob("*.npz")):
            number = int(path.stem.split("-")[1])
            if number % every == first and number % CLOSE_UPS < parts and not (DATA / "latents" / path.name).exists():
                encode_part(path, vae, tokenizer)
                if discard:
                    path.unlink()
        if not follow:
            return
        time.sleep(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["draw", "tokenizer", "encode"])
    parser.add_argument("--parts", type=int, default=32)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--every", type=int, default=1, help="take every n-th part, to share the work between processes")
    parser.add_argument("--close-ups", action="store_true", help="draw: pictures of single things and what is around them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-part", type=int, default=PER_PART, help="pictures in a part; a part of another size is another part")
    parser.add_argument("--follow", action="store_true", help="encode: go on with parts that are drawn meanwhile, until it is ended")
    parser.add_argument("--discard", action="store_true", help="encode: delete the pictures of a part once it is encoded")
    args = parser.parse_args()
    if args.what == "draw":
        for part in range(args.first, args.parts, args.every):
            part += CLOSE_UPS * args.close_ups
            if not (DATA / "pictures" / f"part-{part:04d}.npz").exists():
                draw_part(part, args.seed, args.per_part)
    elif args.what == "tokenizer":
        train_tokenizer()
    else:
        encode(args.first, args.parts, args.every, args.follow, args.discard)


if __name__ == "__main__":
    main()
