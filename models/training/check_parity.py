"""Compares what was trained with what is shipped.

    python check_parity.py --pack ../default

1. Every graph of the pack against PyTorch, on the weights as stored (fp16), at every bucket and batch 1 and 2: >= 60 dB.
2. The v_prediction wrapper against the flow network at whole and fractional timesteps, and guidance on v against
   guidance on the flow.
3. One seed, 8 DDIM steps with guidance: PyTorch, the pack in Python and the plugin's own TypeScript loop, each against
   the others, latents and pictures: >= 60 dB. The TypeScript loop runs in Node (--no-typescript where there is none).
"""
import argparse
import json
import shutil
import subprocess
import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np
import onnxruntime
import torch

import diffusion
from checkpoint import load_painter, load_upscaler, load_vae
from diffusion import VPrediction
from export_onnx import SMALL
from tokenizer import Tokenizer

TIMESTEPS = (0, 0.5, 124, 411.4154, 874, 957.375, 998.5, 999)
PROMPT, SEED, STEPS, GUIDANCE = "a red circle on a blue background", 42, 8, 3
failures = []


def decibels(got, wanted):
    """Peak signal to noise, the peak being the wanted values' range."""
    got, wanted = np.asarray(got, np.float64), np.asarray(wanted, np.float64)
    return 10 * np.log10((wanted.max() - wanted.min()) ** 2 / max(np.square(got - wanted).mean(), 1e-20))


def check(name, value, limit, unit="dB"):
    holds = value >= limit
    print(f"{'ok  ' if holds else 'FAIL'} {name}: {value:.1f} {unit} (at least {limit})")
    if not holds:
        failures.append(name)


def rounded(module):
    """The module with its weights as the pack stores them."""
    for key, value in module.state_dict().items():
        if value.is_floating_point() and value.numel() >= SMALL and "log_sigma" not in key:
            value.copy_(value.half().float())
    return module


class Pack:
    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        load = lambda name: onnxruntime.InferenceSession(str(Path(folder) / name / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.text, self.unet, self.encoder, self.decoder = map(load, ("text_encoder", "unet", "vae_encoder", "vae_decoder"))
        self.log_sigma = diffusion.sigma_table()

    def __call__(self, sample, timestep, text):
        """The U-Net, callable as diffusion.ddim calls one."""
        feed = {"sample": sample.numpy(), "timestep": timestep.float().numpy(), "encoder_hidden_states": text.numpy()}
        return torch.from_numpy(self.unet.run(None, feed)[0])

    def read(self, ids):
        return torch.from_numpy(self.text.run(None, {"input_ids": np.asarray(ids, np.int64)})[0])

    def encode(self, picture):
        return torch.from_numpy(self.encoder.run(None, {"sample": picture.numpy()})[0][:, :4])

    def decode(self, latents):
        return torch.from_numpy(self.decoder.run(None, {"latent_sample": latents.numpy()})[0])


@torch.no_grad()
def graphs(painter, v_model, vae, pack, buckets, ids):
    text = painter.text(torch.tensor(ids))
    check("text encoder", decibels(pack.read(ids), text), 60)
    for height, width in buckets:
        sample = torch.randn(2, 9, height, width)
        wanted = v_model(sample, torch.tensor([700.0]), text)
        check(f"U-Net {height}x{width}, batch 2", decibels(pack(sample, torch.tensor([700.0]), text), wanted), 60)
        check(f"U-Net {height}x{width}, batch 1", decibels(pack(sample[:1], torch.tensor([700.0]), text[:1]), wanted[:1]), 60)
        picture = torch.rand(1, 3, 8 * height, 8 * width) * 2 - 1
        check(f"VAE encoder {height}x{width}", decibels(pack.encode(picture), vae.encode(picture)), 60)
        check(f"VAE decoder {height}x{width}", decibels(pack.decode(sample[:1, :4]), vae.decode(sample[:1, :4])), 60)


@torch.no_grad()
def enlarging(upscaler, folder, buckets):
    session = onnxruntime.InferenceSession(str(Path(folder) / "upscaler/model.onnx"), providers=["CPUExecutionProvider"])
    for height, width in [(8 * rows, 8 * columns) for rows, columns in buckets] + [(37, 51)]:
        picture = torch.rand(1, 3, height, width) * 2 - 1
        check(f"upscaler {height}x{width} pixels", decibels(session.run(None, {"sample": picture.numpy()})[0], upscaler(picture)), 60)


@torch.no_grad()
def wrapper(painter, v_model, pack, text):
    """The flow network asked directly, in double-checked arithmetic, against the pack's v."""
    table = diffusion.sigma_table().double().numpy()
    for t in TIMESTEPS:
        x0, noise = torch.randn(1, 4, 16, 16), torch.randn(1, 4, 16, 16)
        sigma = float(np.exp(np.interp(t, np.arange(1000), table)))
        tau = sigma / (1 + sigma)
        a, b = 1 / np.sqrt(1 + sigma**2), sigma / np.sqrt(1 + sigma**2)
        condition = torch.randn(1, 5, 16, 16)
        line = (1 - tau) * x0 + tau * noise
        u = painter.unet(torch.cat([line, condition], 1), torch.tensor([tau], dtype=torch.float32), text[:1])
        wanted = a * (line + (1 - tau) * u) - b * (line - tau * u)
        got = pack(torch.cat([a * x0 + b * noise, condition], 1).float(), torch.tensor([t]), text[:1])
        check(f"v at t = {t}", decibels(got, wanted), 60)
    sample, t = torch.randn(1, 9, 16, 16), torch.tensor([411.4154])
    a, b = (value.double() for value in v_model.coefficients(t))
    x = sample[:, :4] / (a + b)
    tau = b / (a + b)
    flows = [painter.unet(torch.cat([x.float(), sample[:, 4:]], 1), tau.float()[:, 0, 0, 0], row[None]) for row in text[:2]]
    guided = flows[1] + 3 * (flows[0] - flows[1])
    wanted = a * (x + (1 - tau) * guided) - b * (x - tau * guided)
    first, second = (pack(sample, t, row[None]) for row in text[:2])
    check("guidance 3 on v and on the flow", decibels(second + 3 * (first - second), wanted), 60)


def typescript(folder):
    """{"latents", "picture"} that the plugin's own loop paints in Node from the same prompt and seed."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("Node is not installed, so the TypeScript loop cannot run: install Node 20, or say --no-typescript.")
    with tempfile.TemporaryDirectory() as out:
        arguments = {"pack": folder, "prompt": PROMPT, "seed": SEED, "steps": STEPS, "guidance": GUIDANCE, "out": out}
        script = Path(__file__).parents[2] / "tools/paint-raw.mjs"
        subprocess.run([node, str(script), *(str(word) for name, value in arguments.items() for word in (f"--{name}", value))], check=True)
        read = lambda name, shape: np.fromfile(Path(out) / f"{name}.f32", "<f4").reshape(shape)
        return {"latents": read("latents", (1, 4, 16, 16)), "picture": read("picture", (1, 3, 128, 128))}


@torch.no_grad()
def one_seed(painter, v_model, vae, pack, ids, folder, with_typescript):
    """The same prompt and seed by everything that can run the model, each against each."""
    noise = torch.randn(1, 4, 16, 16, generator=torch.Generator("cpu").manual_seed(SEED))
    gray, full = torch.zeros(1, 3, 128, 128), torch.ones(1, 1, 16, 16)
    made = {}
    for name, model, read, encode, decode in (("PyTorch", v_model, lambda ids: painter.text(torch.tensor(ids)), vae.encode, vae.decode), ("ONNX", pack, pack.read, pack.encode, pack.decode)):
        text = read(ids)
        latents = diffusion.ddim(model, noise, full, encode(gray), text[:1], text[1:], STEPS, GUIDANCE)
        made[name] = {"latents": latents.numpy(), "picture": decode(latents).numpy()}
    if with_typescript:
        made["TypeScript"] = typescript(folder)
    for first, second in combinations(made, 2):
        for part in ("latents", "picture"):
            check(f"{STEPS} steps, {part}: {second} against {first}", decibels(made[second][part], made[first][part]), 60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path(__file__).parent.parent / "default")
    parser.add_argument("--no-typescript", action="store_true", help="leave out the plugin's own loop, which needs Node")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    painter, vae, pack = rounded(load_painter()), rounded(load_vae()), Pack(args.pack)
    tokenizer = Tokenizer(args.pack / "tokenizer")
    ids = [tokenizer(PROMPT), tokenizer("")]
    v_model = VPrediction(painter.unet).eval()
    buckets = json.loads((args.pack / "unet/config.json").read_text())["underpaint"]["buckets"]
    graphs(painter, v_model, vae, pack, buckets, ids)
    enlarging(rounded(load_upscaler()), args.pack, buckets)
    wrapper(painter, v_model, pack, painter.text(torch.tensor(ids)).detach())
    one_seed(painter, v_model, vae, pack, ids, args.pack, not args.no_typescript)
    raise SystemExit(f"{len(failures)} comparisons fail." if failures else 0)


if __name__ == "__main__":
    main()
