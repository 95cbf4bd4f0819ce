"""Trains the autoencoder on 64x64 crops of the drawn pictures.

    python -m torch.distributed.run --nproc_per_node 2 train_vae.py --config config/vae_stage_a.py

Goes on from data/vae.pt if that exists. Prints the loss and, now and then, the PSNR on held-out pictures. Stage b starts
from the weights of stage A and is measured in minutes (stage_b.sh).
"""
import time
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import checkpoint
import corpus
import replicas
import settings
import stage
from device import DEVICE, place
from masks import draw_mask
from vae import VAE

DATA = stage.DATA


@dataclass
class Settings:
    steps: int = 5200
    batch: int = 16  # crops per replica
    crop: int = 64
    rate: float = 1.5e-3
    warmup: int = 150
    noise: float = 0.06  # added to the latents, which lie in -3..3: the decoder must forgive a U-Net's small errors
    save_every: int = 250
    minutes: float = 0.0  # length of the run in minutes of the wall, instead of steps
    parts: int = 0  # how many parts of the corpus to look at, 0 for all; more are taken up as they are drawn
    seed: int = 1
    decoder_only: bool = False  # freezes the encoder, whose latents may be cached by now


def load_pictures(limit=0, pictures=None, known=()):
    """{bucket: [uint8 [n, h, w, 3]]} of the drawn parts, at most `limit` of them, added to what was loaded before."""
    pictures = pictures or {name: [] for name in corpus.BUCKETS}
    paths = sorted((DATA / "pictures").glob("*.npz"), key=lambda path: (path not in known, path))[: limit or None]
    for part in (np.load(path) for path in paths if path not in known):
        for name, stacks in pictures.items():
            if len(part[name]):
                stacks.append(part[name])
    if not paths:
        raise SystemExit("There are no pictures yet. Run prepare.py draw.")
    return pictures, set(paths)


def crops(pictures, rng, count, side):
    """float [count, 3, side, side] in -1..1; a quarter of them with a gray hole, as a masked picture has one."""
    batch = np.empty((count, side, side, 3), np.uint8)
    holes = np.ones((count, 1, side, side), np.float32)
    for index in range(count):
        stack = pictures[rng.choice(list(corpus.BUCKETS), p=corpus.BUCKET_SHARE)]
        stack = stack[rng.integers(len(stack))]
        picture = stack[rng.integers(len(stack))]
        y, x = (rng.integers(0, (full - side) // 8 + 1) * 8 for full in picture.shape[:2])
        batch[index] = picture[y : y + side, x : x + side]
        if rng.random() < 0.25:
            holes[index, 0] -= draw_mask(rng, side, side)
    pixels = torch.from_numpy(batch).permute(0, 3, 1, 2).float() / 127.5 - 1
    return (pixels * torch.from_numpy(holes)).contiguous(memory_format=torch.channels_last)


def reconstruction_loss(made, wanted):
    """L1 keeps areas flat, MSE is what PSNR sees, the L1 of neighbor differences keeps edges where they are."""
    slope = lambda x: (x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1])
    edges = sum(F.l1_loss(p, q) for p, q in zip(slope(made), slope(wanted)))
    return F.l1_loss(made, wanted) + 4 * F.mse_loss(made, wanted) + 0.5 * edges


def rate_at(step, run, seconds=0.0):
    # 1) a linear warm-up, 2) constant for half of the run, 3) down to nothing along a line
    if step < run.warmup:
        return run.rate * (step + 1) / run.warmup
    left = max(0.0, 1 - seconds / (60 * run.minutes)) if run.minutes else (run.steps - step) / run.steps
    return run.rate * min(1.0, left / 0.5)


def held_out_pictures(count, seed=99):
    """float [count, 3, 128, 128] of combinations that training never sees."""
    rng = np.random.default_rng(seed)
    stack = np.stack([corpus.paint(corpus.choose(rng, test=True, stage=stage.NAME), 128, 128, rng, stage.DENSITY).pixels for _ in range(count)])
    return torch.from_numpy(stack).permute(0, 3, 1, 2).float() / 127.5 - 1


def psnr(vae, pictures):
    """Mean and median over the pictures, in dB."""
    with torch.no_grad():
        back = torch.cat([vae.decode(vae.encode(chunk)).clamp(-1, 1) for chunk in pictures.split(20)])
    error = ((back - pictures) / 2).square().mean((1, 2, 3)).clamp(min=1e-7)
    decibels = -10 * error.log10()
    return decibels.mean().item(), decibels.median().item()


@torch.no_grad()
def standardize(vae, pictures):
    """Measures the latents' mean and deviation per channel, once the encoder is done."""
    raw = torch.cat([vae.squash(vae.encoder(chunk)) for chunk in pictures.split(20)])
    vae.mean.copy_(raw.mean((0, 2, 3), keepdim=True))
    vae.deviation.copy_(raw.std((0, 2, 3), keepdim=True))


def restore(vae, optimizer, run):
    """The step to go on from: of the last run, else of stage A's weights, as shipped."""
    saved = DATA / "vae.pt"
    if saved.exists():
        state = torch.load(saved, map_location="cpu", weights_only=True)
        vae.load_state_dict(state["vae"])
        if not run.decoder_only:
            optimizer.load_state_dict(state["optimizer"])
            return state["step"]
    elif stage.NAME != "a":
        vae.load_state_dict(checkpoint.shipped_vae())
    return 0


def save(vae, optimizer, step, test, run):
    if not run.decoder_only:
        standardize(vae, test)
    torch.save({"vae": vae.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, DATA / "vae.tmp")
    (DATA / "vae.tmp").replace(DATA / "vae.pt")
    print("step {} held-out PSNR mean {:.2f} median {:.2f} dB".format(step, *psnr(vae, test)), flush=True)


def main():
    run = settings.load(Settings, __doc__)
    replicas.start(run.seed)
    vae = place(VAE().to(memory_format=torch.channels_last))
    trained = lambda: vae.decoder.parameters() if run.decoder_only else vae.parameters()
    optimizer = torch.optim.AdamW(trained(), run.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    start = restore(vae, optimizer, run)
    rng = np.random.default_rng((run.seed, replicas.RANK, start))
    pictures, known = load_pictures(run.parts)
    test, began, step = held_out_pictures(120).to(DEVICE), time.time(), start
    while time.time() - began < 60 * run.minutes if run.minutes else step < run.steps:
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, run, time.time() - began)
        wanted = crops(pictures, rng, run.batch, run.crop).to(DEVICE)
        with torch.set_grad_enabled(not run.decoder_only):
            latents = vae.squash(vae.encoder(wanted))
        made = vae.decoder(latents + run.noise * torch.randn_like(latents))
        loss = reconstruction_loss(made, wanted)
        optimizer.zero_grad()
        loss.backward()
        replicas.average_gradients(list(trained()))
        torch.nn.utils.clip_grad_norm_(trained(), 1.0)
        optimizer.step()
        if step % 50 == 0 and replicas.RANK == 0:
            print(f"step {step} loss {loss.item():.4f} seconds {time.time() - began:.0f}", flush=True)
        step += 1
        if step % run.save_every == 0 and replicas.RANK == 0:
            save(vae, optimizer, step, test, run)
            pictures, known = load_pictures(run.parts, pictures, known)
    if step > start and step % run.save_every and replicas.RANK == 0:
        save(vae, optimizer, step, test, run)


if __name__ == "__main__":
    main()
