"""Writes tests/fixtures/parity/autoencoders/: what diffusers paints where only a pack's autoencoder is another one.

`taesd` is the pack sd21_v with a tiny autoencoder of TAESD's kind and random weights; `sdxl_means` is the pack sdxl with
a mean and a deviation for each channel of its latents. Only what differs is written: a reader puts the family's folder
underneath, and packs/sd15 below that. Run by hand after make_cases.py, with the same libraries:
`python tests/parity/make_autoencoder_cases.py`.
"""

import json
import shutil

import diffusers
import numpy
import torch
from make_cases import FIXTURES, PROMPT, SIZE, OnnxAutoencoder, export, make_packs, paint, require_steady

AUTOENCODERS = FIXTURES / "autoencoders"
MEANS = {"latents_mean": [-1.65, 1.38, -0.59, 0.32], "latents_std": [8.4, 5.6, 7.2, 3.9]}

# pack, the family that it is made of, task, scheduler, steps, guidance, seed, negative, strength
CASES = [
    ("taesd", "sd21_v", "generate", "euler", 6, 5, 51, "grey", None),
    ("taesd", "sd21_v", "vary", "ddim", 8, 5, 52, "", 0.6),
    ("taesd", "sd21_v", "fill", "ddim", 8, 5, 53, "grey", 0.8),
    ("sdxl_means", "sdxl", "generate", "euler", 6, 5, 54, "blurry, grey", None),
    ("sdxl_means", "sdxl", "vary", "euler", 8, 5, 55, "grey", 0.6),
    ("sdxl_means", "sdxl", "fill", "euler", 8, 5, 56, "grey", 0.8),
]


def make_tiny_autoencoder() -> diffusers.AutoencoderTiny:
    torch.manual_seed(50)
    blocks = {"encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4}
    vae = diffusers.AutoencoderTiny(**blocks, num_encoder_blocks=(1,) * 4, num_decoder_blocks=(1,) * 4).eval()
    with torch.no_grad():
        # Fresh weights hardly look at what they are given; latents and pictures must use their range.
        pixels = torch.rand(1, 3, 64, 64) * 2 - 1
        last = vae.encoder.layers[-1]
        spread = vae.encode(pixels).latents.std(dim=(0, 2, 3))
        last.weight /= spread[:, None, None, None]
        last.bias -= vae.encode(pixels).latents.mean(dim=(0, 2, 3))
        last = vae.decoder.layers[-1]
        decode = lambda: vae.decode(torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))).sample
        last.weight *= 0.4 / decode().std(dim=(0, 2, 3))[:, None, None, None]
        # The decoder's answer is doubled and lowered by one at its end.
        last.bias -= decode().mean(dim=(0, 2, 3)) / 2
    return vae


class ExportedHalf(torch.nn.Module):
    def __init__(self, vae: diffusers.AutoencoderTiny, is_encoder: bool):
        super().__init__()
        self.vae, self.is_encoder = vae, is_encoder

    def forward(self, given):
        return self.vae.encode(given).latents if self.is_encoder else self.vae.decode(given).sample


def export_halves(vae: diffusers.AutoencoderTiny) -> None:
    """The encoder's output has the name of older exports: its values are latents, no distribution."""
    for part, name, values, answer in (
        ("vae_encoder", "sample", torch.randn(1, 3, 64, 64), "latent_sample"),
        ("vae_decoder", "latent_sample", torch.randn(1, 4, 8, 8), "sample"),
    ):
        free = {name: {0: "batch_size", 2: "height", 3: "width"}}
        half = ExportedHalf(vae, part == "vae_encoder")
        export(half, AUTOENCODERS / "taesd" / part, {name: values}, [answer], free)


def write_configs(pack: str, config: dict) -> None:
    for part in ("vae_encoder", "vae_decoder"):
        (AUTOENCODERS / pack / part).mkdir(parents=True, exist_ok=True)
        (AUTOENCODERS / pack / part / "config.json").write_text(json.dumps(config, indent=2))


def write_packs() -> dict:
    """Per pack: the autoencoder that its pipelines use."""
    tiny = make_tiny_autoencoder()
    export_halves(tiny)
    write_configs("taesd", {"_class_name": "AutoencoderTiny", **dict(tiny.config)})
    with_means = OnnxAutoencoder(0.5)
    with_means.config = diffusers.configuration_utils.FrozenDict({**with_means.config, **MEANS})
    write_configs("sdxl_means", dict(with_means.config))
    return {"taesd": tiny, "sdxl_means": with_means}


def main() -> None:
    shutil.rmtree(AUTOENCODERS, ignore_errors=True)
    autoencoders, families = write_packs(), make_packs()
    written = []
    for number, (pack, below, *rest) in enumerate(CASES):
        task, name, steps, guidance, seed, negative, strength = rest
        parts, family, _ = families[below]
        parts = {**parts, "vae": autoencoders[pack]}
        case = (below, *rest)
        image = paint(parts, family, case)
        require_steady(parts, family, case, SIZE, image)
        expected = f"{number:02}-{pack}-{task}-{name}.png"
        image.save(AUTOENCODERS / expected, optimize=True)
        row = {
            "pack": pack, "family": below, "task": task, "scheduler": name, "steps": steps, "guidance": guidance,
            "seed": seed, "prompt": PROMPT, "negative": negative, "expected": expected,
        }  # fmt: skip
        written.append(row if strength is None else {**row, "strength": strength})
        print(expected, "std", round(numpy.asarray(image).std() / 255, 3))
    (AUTOENCODERS / "cases.json").write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    main()
