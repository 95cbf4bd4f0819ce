"""Writes tests/fixtures/parity/gpu/: pictures of diffusers that need few and small runs, for devices without a real GPU.

The packs are those of make_cases.py over the tiny autoencoder of make_autoencoder_cases.py, whose files a reader lays
over each other. Run by hand after both, with the same libraries: `python tests/parity/make_gpu_cases.py`.
"""

import json
import shutil

import numpy
import onnxruntime
import torch
from make_autoencoder_cases import AUTOENCODERS, make_tiny_autoencoder
from make_cases import FIXTURES, PROMPT, SIZE, make_packs, paint, require_steady

GPU = FIXTURES / "gpu"

# pack, task, scheduler, steps, guidance, seed, negative, strength, guidance rescale
CASES = [
    ("sdxl", "generate", "euler", 1, 3, 62, "grey", None, 0),
    ("sdxl_inpaint", "fill", "ddim", 2, 3, 63, "grey", 1.0, 0),
]


def require_same(vae) -> None:
    """The autoencoder made anew must be the one that was exported."""
    latents = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    session = onnxruntime.InferenceSession(AUTOENCODERS / "taesd" / "vae_decoder" / "model.onnx")
    (exported,) = session.run(None, {"latent_sample": latents.numpy()})
    with torch.no_grad():
        assert abs(vae.decode(latents).sample.numpy() - exported).max() < 1e-4


def main() -> None:
    shutil.rmtree(GPU, ignore_errors=True)
    GPU.mkdir()
    vae, packs = make_tiny_autoencoder(), make_packs()
    require_same(vae)
    written = []
    for number, case in enumerate(CASES):
        pack, task, name, steps, guidance, seed, negative, strength, _ = case
        parts, family, _ = packs[pack]
        parts = {**parts, "vae": vae}
        image = paint(parts, family, case, SIZE)
        require_steady(parts, family, case, SIZE, image)
        expected = f"{number:02}-{pack}-{task}-{name}.png"
        image.save(GPU / expected, optimize=True)
        row = {
            "pack": pack, "task": task, "scheduler": name, "steps": steps, "guidance": guidance, "seed": seed,
            "prompt": PROMPT, "negative": negative, "expected": expected,
        }  # fmt: skip
        written.append(row if strength is None else {**row, "strength": strength})
        print(expected, "std", round(numpy.asarray(image).std() / 255, 3))
    (GPU / "cases.json").write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    main()
