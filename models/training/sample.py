"""Paints one picture from a prompt with the trained weights, in PyTorch.

    python sample.py "a red circle on a blue background" --seed 7 --out circle.png
    python sample.py "ein gelber Mond" --image night.png --box 70,10,110,50 --out moon.png     paints into a picture
"""
import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import diffusion
import stage
from checkpoint import load_painter, load_vae
from masks import shrink
from tokenizer import Tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt")
    parser.add_argument("--negative", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--size", default="{1}x{0}".format(*stage.SIZES["1:1"]), help="width x height, multiples of 16")
    parser.add_argument("--image", type=Path)
    parser.add_argument("--box", help="x0,y0,x1,y1 in pixels: what to paint over")
    parser.add_argument("--out", type=Path, default=Path("sample.png"))
    args = parser.parse_args()
    painter, vae = load_painter(), load_vae()
    tokenizer = Tokenizer(stage.tokenizer())

    # 1) the picture and the mask; without a picture, all of a gray one is to be painted
    width, height = map(int, args.size.split("x"))
    picture = np.full((height, width, 3), 127.5, np.float32)
    if args.image:
        picture = np.asarray(Image.open(args.image).convert("RGB").resize((width, height)), np.float32)
    mask = np.ones((height, width), np.float32)
    if args.box:
        x0, y0, x1, y1 = map(int, args.box.split(","))
        mask[:] = 0
        mask[y0:y1, x0:x1] = 1

    # 2) both go to latents; the noise is the same on every machine
    pixels = torch.from_numpy(picture).permute(2, 0, 1)[None] / 127.5 - 1
    with torch.no_grad():
        masked = vae.encode(pixels * torch.from_numpy(1 - mask))
        text, without = (painter.text(torch.tensor([tokenizer(words)])) for words in (args.prompt, args.negative))
    cells = torch.from_numpy(shrink(mask))[None, None]
    noise = torch.randn(1, 4, height // 8, width // 8, generator=torch.Generator("cpu").manual_seed(args.seed))

    # 3) from noise to latents to pixels; outside the mask the picture is untouched
    latents = diffusion.ddim(diffusion.VPrediction(painter.unet), noise, cells, masked, text, without, args.steps, args.guidance)
    with torch.no_grad():
        made = (vae.decode(latents)[0].clamp(-1, 1).permute(1, 2, 0).numpy() + 1) * 127.5
    result = picture * (1 - mask[..., None]) + made * mask[..., None]
    Image.fromarray(np.round(result).astype(np.uint8)).save(args.out)


if __name__ == "__main__":
    main()
