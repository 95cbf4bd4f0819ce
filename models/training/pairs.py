"""Draws what the upscaler learns from: data/pairs/part-0000.npz ..., 200 pictures each, of every picture

    large    uint8 [n, 4h, 4w, 3]   drawn four times as large, from the same random numbers
    small    uint8 [n, h, w, 3]     as the VAE and the U-Net know it
    coded    uint8 [n, h, w, 3]     `small` through the VAE and back
    noisy    uint8 [n, h, w, 3]     the same with noise on the latents, as a U-Net's small errors are

Icons are left out: their sheet is too coarse to be drawn larger. About 10 pictures per second and core.
"""
from pathlib import Path

import numpy as np
import torch

import corpus
from checkpoint import load_vae
from upscaler import SCALE

PAIRS = Path(__file__).parent / "data/pairs"
PER_PART = 200
NOISE = 0.2  # at most, in deviations of the latents
FAMILIES = [name for name in corpus.FAMILIES if name != "icon"]
SHARES = np.array([corpus.FAMILIES[name][0] for name in FAMILIES])


def to_tensor(pictures):
    """uint8 [n, h, w, 3] -> float [n, 3, h, w] in -1..1"""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def to_bytes(pixels):
    """float [n, 3, h, w] in about -1..1 -> uint8 [n, h, w, 3]"""
    return ((pixels.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).contiguous().numpy()


def draw_pair(rng, test=False):
    """(bucket, small, large) of one random picture."""
    spec = corpus.choose(rng, FAMILIES[rng.choice(len(FAMILIES), p=SHARES / SHARES.sum())], test)
    bucket, seed = rng.choice(list(corpus.BUCKETS), p=corpus.BUCKET_SHARE), rng.integers(2**32)
    draw = lambda density: corpus.paint(spec, *corpus.BUCKETS[bucket], np.random.default_rng(seed), density).pixels
    return bucket, draw(1), draw(SCALE)


@torch.no_grad()
def through_vae(vae, pictures, noise=0.0, generator=None):
    latents = vae.encode(to_tensor(pictures))
    strength = noise * torch.rand(len(pictures), 1, 1, 1, generator=generator)
    return to_bytes(vae.decode(latents + strength * torch.randn(latents.shape, generator=generator)))


def draw_part(part, vae, seed=3):
    """One part; it depends on the seed and its own number alone."""
    rng, generator = np.random.default_rng((seed, part)), torch.Generator().manual_seed(1000 * seed + part)
    stacks = {bucket: ([], []) for bucket in corpus.BUCKETS}
    for _ in range(PER_PART):
        bucket, small, large = draw_pair(rng)
        stacks[bucket][0].append(small)
        stacks[bucket][1].append(large)
    out = {}
    for bucket, (small, large) in stacks.items():
        if small:
            out |= {f"{bucket} small": np.stack(small), f"{bucket} large": np.stack(large)}
            out[f"{bucket} coded"] = through_vae(vae, small)
            out[f"{bucket} noisy"] = through_vae(vae, small, NOISE, generator)
    PAIRS.mkdir(parents=True, exist_ok=True)
    unfinished = PAIRS / f"unfinished-{part}.npz"
    np.savez_compressed(unfinished, **out)
    unfinished.replace(PAIRS / f"part-{part:04d}.npz")


def load_parts(count):
    """All pictures of the first parts as tuples (large, small, coded, noisy); draws the parts that are not there."""
    missing = [part for part in range(count) if not (PAIRS / f"part-{part:04d}.npz").exists()]
    vae = load_vae() if missing else None
    for part in missing:
        draw_part(part, vae)
    pictures = []
    for part in range(count):
        with np.load(PAIRS / f"part-{part:04d}.npz") as arrays:
            for bucket in corpus.BUCKETS:
                if f"{bucket} small" in arrays:
                    pictures += zip(*(arrays[f"{bucket} {kind}"] for kind in ("large", "small", "coded", "noisy")))
    return pictures
