"""Trains the upscaler on crops of pictures drawn at both sizes (pairs.py), three quarters of them through the VAE.

    python train_upscaler.py                 goes on from data/upscaler.pt if that exists; draws what is missing first
    python train_upscaler.py --measure       nothing but the table of held-out pictures

One thread. Prints the loss, and now and then what it gains over bicubic enlargement.
"""
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import settings
from checkpoint import load_upscaler, load_vae
from pairs import draw_pair, load_parts, through_vae, to_tensor
from upscaler import SCALE, Upscaler

DATA = Path(__file__).parent / "data"
SOURCES = (0.25, 0.35, 0.4)  # shares of pictures as drawn, through the VAE, and through the VAE with noise


@dataclass
class Settings:
    steps: int = 4000
    batch: int = 16
    crop: int = 32  # pixels of the small picture
    rate: float = 2e-3
    warmup: int = 100
    parts: int = 4  # of 200 pictures
    save_every: int = 500
    seed: int = 1
    measure: bool = False


def draw_batch(pictures, rng, count, side):
    """(small [count, 3, side, side], large) in -1..1, mirrored and turned and with colors exchanged at random."""
    smalls, larges = [], []
    while len(smalls) < count:
        picture = pictures[rng.integers(len(pictures))]
        large, small = picture[0], picture[1 + rng.choice(3, p=SOURCES)]
        y, x = (int(rng.integers(0, full - side + 1)) for full in small.shape[:2])
        part = small[y : y + side, x : x + side]
        if part.std((0, 1)).max() < 4 and rng.random() < 0.8:
            continue  # flat ground teaches little
        turns, colors = rng.integers(4), rng.permutation(3)
        mirror = slice(None, None, rng.choice([1, -1]))
        change = lambda pixels: np.ascontiguousarray(np.rot90(pixels, turns)[:, mirror][..., colors])
        smalls.append(change(part))
        larges.append(change(large[SCALE * y : SCALE * (y + side), SCALE * x : SCALE * (x + side)]))
    return to_tensor(np.stack(smalls)), to_tensor(np.stack(larges))


def charbonnier(difference):
    return (difference.square() + 1e-5).sqrt().mean()


def upscaling_loss(made, wanted):
    """Charbonnier on the pixels keeps areas, on the differences of neighbors it puts edges where they are, and sharp."""
    error = made - wanted
    edges = charbonnier(error[..., 1:, :] - error[..., :-1, :]) + charbonnier(error[..., :, 1:] - error[..., :, :-1])
    return charbonnier(error) + 0.5 * edges + 2 * error.square().mean()


def rate_at(step, run):
    if step < run.warmup:
        return run.rate * (step + 1) / run.warmup
    return run.rate * min(1.0, (run.steps - step) / (0.6 * run.steps))


def bicubic(small):
    """As Pillow enlarges (Keys, a = -1/2), which is the better of the two usual bicubics here."""
    size = [SCALE * side for side in small.shape[2:]]
    return F.interpolate(small, size, mode="bicubic", antialias=True)


def decibels(made, wanted):
    return -10 * ((made.clamp(-1, 1) - wanted) / 2).square().mean().clamp(min=1e-7).log10().item()


@torch.no_grad()
def measure(model, vae, count, seed=77):
    """{row: (bicubic, model)}: mean PSNR in dB over held-out pictures, as drawn and through the VAE."""
    rng, rows = np.random.default_rng(seed), {"as drawn": [], "through the VAE": []}
    for _ in range(count):
        _, small, large = draw_pair(rng, test=True)
        wanted = to_tensor(large[None])
        for row, picture in (("as drawn", small[None]), ("through the VAE", through_vae(vae, small[None]))):
            source = to_tensor(picture)
            rows[row].append((decibels(bicubic(source), wanted), decibels(model(source), wanted)))
    return {row: np.mean(values, 0) for row, values in rows.items()}


def report(model, vae, count):
    for row, (plain, own) in measure(model, vae, count).items():
        print(f"  held-out {row}: bicubic {plain:.2f} dB, upscaler {own:.2f} dB, gain {own - plain:.2f} dB", flush=True)


def main():
    run = settings.load(Settings, __doc__)
    torch.set_num_threads(1)
    torch.manual_seed(run.seed)
    vae = load_vae()
    if run.measure:
        return report(load_upscaler(), vae, 240)
    saved, start, spent = DATA / "upscaler.pt", 0, 0.0
    model = Upscaler()
    optimizer = torch.optim.AdamW(model.parameters(), run.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    if saved.exists():
        state = torch.load(saved, map_location="cpu", weights_only=True)
        model.load_state_dict(state["upscaler"])
        optimizer.load_state_dict(state["optimizer"])
        start, spent = state["step"], state["seconds"]
    pictures, rng, began = load_parts(run.parts), np.random.default_rng((run.seed, start)), time.process_time()
    for step in range(start, run.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, run)
        small, large = draw_batch(pictures, rng, run.batch, run.crop)
        loss = upscaling_loss(model(small), large)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        model.balance()
        seconds = spent + time.process_time() - began
        if step % 50 == 0:
            print(f"step {step} loss {loss.item():.4f} core-seconds {seconds:.0f}", flush=True)
        if (step + 1) % run.save_every == 0 or step + 1 == run.steps:
            notes = {"step": step + 1, "seconds": seconds, "loss": loss.item()}
            torch.save({"upscaler": model.state_dict(), "optimizer": optimizer.state_dict(), **notes}, saved)
            report(model, vae, 40)


if __name__ == "__main__":
    main()
