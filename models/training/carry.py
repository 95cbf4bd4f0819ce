"""Writes checkpoints/ from data/ as fp16 pieces: the painter's averaged weights, the VAE and the upscaler, as far as they are there.
Run it after export_onnx.py: what the shipped pack holds is left to it.

    python carry.py
"""
import torch

from checkpoint import LOCAL, carry

# name in checkpoints/ and data/: where the weights are, and what is noted of the run
PARTS = {
    "painter": ("average", ("config", "step", "seen", "seconds", "loss")),
    "vae": ("vae", ("step",)),
    "upscaler": ("upscaler", ("step", "seconds", "loss")),
}


def main():
    for name, (weights, noted) in PARTS.items():
        path = LOCAL / f"{name}.pt"
        if not path.exists():
            continue
        saved = torch.load(path, map_location="cpu", weights_only=True)
        notes = {key: saved[key] for key in noted}
        carry(name, saved[weights], notes)
        print(name + ": " + ", ".join(f"{key} {value}" for key, value in notes.items() if key != "config"))


if __name__ == "__main__":
    main()
