"""Writes tests/fixtures/parity/random-goldens.json: what torch's CPU generator draws. Run by hand with torch 2.x."""

import base64
import json
import pathlib

import torch

SEEDS = [0, 1, 5, 42, 2**31 + 7, 2**32 - 1, 2**32 + 5, 2**53 - 1]
# Shapes drawn one after another from one generator: long, ragged, shorter than a block, and odd short draws in a row.
DRAWS = [[4, 16, 16], [17], [3], [2], [31], [1], [15], [16], [1, 4, 8, 12]]


def encode(values: torch.Tensor) -> str:
    return base64.b64encode(values.float().contiguous().numpy().astype("<f4").tobytes()).decode()


def record(seed: int) -> dict:
    normals = torch.Generator("cpu").manual_seed(seed)
    uniforms = torch.Generator("cpu").manual_seed(seed)
    return {
        "seed": seed,
        "uniforms": encode(torch.rand(700, generator=uniforms)),
        "normals": [encode(torch.randn(shape, generator=normals)) for shape in DRAWS],
    }


def main() -> None:
    target = pathlib.Path(__file__).parent.parent / "fixtures" / "parity" / "random-goldens.json"
    goldens = {"torch": torch.__version__, "draws": DRAWS, "seeds": [record(seed) for seed in SEEDS]}
    target.write_text(json.dumps(goldens, indent=1) + "\n")


if __name__ == "__main__":
    main()
