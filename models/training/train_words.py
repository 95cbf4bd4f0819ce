"""Teaches the text encoder and the layout what the captions mean, before any noise: from a caption to its mean picture.

    python train_words.py --config config/words_stage_a.py
    python -m torch.distributed.run --nproc_per_node 2 train_words.py --config config/words_stage_a.py

One guess costs a tenth of a U-Net step and its target does not depend on noise, so language is learned at 300 pictures a
second and core. train.py starts from data/words.pt and trains on. On a GPU its length is given in minutes (stage_b.sh).
"""
import time
from dataclasses import dataclass

import numpy as np
import torch

import replicas
import settings
import stage
from corpus.synonyms import tie
from device import autocast, clock, place
from model import SIZES, Painter
from sampler import Sampler
from tokenizer import Tokenizer

DATA = stage.DATA


@dataclass
class Settings:
    steps: int = 3000
    batch: int = 64  # captions per replica
    rate: float = 1e-3
    text_rate: float = 0.5
    warmup: int = 100
    cooldown: float = 0.4  # share of the steps that bring the rate down to nothing
    minutes: float = 0.0  # length in minutes of the wall, instead of steps; takes up what is encoded meanwhile
    decay: float = 0.01
    focus: str = "2 1 1 1.3 1 0.5"
    masked: float = 0.0
    inserts: float = 1.0
    no_caption: float = 0.0
    seed: int = 1


def main():
    run = settings.load(Settings, __doc__)
    replicas.start(run.seed)
    painter, tokenizer = Painter(SIZES[stage.NAME]), Tokenizer(DATA / "tokenizer")
    with torch.no_grad():
        tie(painter.text.tokens.weight, tokenizer.token_of, stage.NAME)
    painter, saved = place(painter), DATA / "words.pt"
    text, layout = painter.text, painter.unet.layout
    if saved.exists():
        painter.load_state_dict(torch.load(saved, map_location="cpu", weights_only=True), strict=False)
    groups = [{"params": list(layout.parameters()), "scale": 1.0}, {"params": list(text.parameters()), "scale": run.text_rate}]
    optimizer = torch.optim.AdamW(groups, run.rate, betas=(0.9, 0.98), weight_decay=run.decay, fused=True)
    sampler = Sampler(run, tokenizer(""), np.random.default_rng((run.seed, replicas.RANK, 77)))
    losses, began, opened, trained = [], clock(), time.time(), [*layout.parameters(), *text.parameters()]
    length, step = 60 * run.minutes if run.minutes else run.steps, 0
    while (done := time.time() - opened if run.minutes else step) < length:
        for group in optimizer.param_groups:
            ramp = min(1.0, (step + 1) / run.warmup, (length - done) / (run.cooldown * length))
            group["lr"] = run.rate * group["scale"] * ramp
        latents, mask, _, ids, _ = sampler.batch()
        with autocast():
            guess = layout.guess(layout(text(ids), latents[:, :1].expand(-1, layout.width, -1, -1), mask)[0])
        loss = (guess - latents).square().mean()
        optimizer.zero_grad()
        loss.backward()
        replicas.average_gradients(trained)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 100 == 0 and replicas.RANK == 0:
            print(f"step {step} loss {np.mean(losses[-200:]):.4f} core-seconds {(clock() - began) * replicas.WORLD:.0f}", flush=True)
        if run.minutes and step % 100 == 0:
            sampler.refresh()
    if replicas.RANK == 0:
        torch.save({key: value for key, value in painter.state_dict().items() if key.startswith(("text.", "unet.layout."))}, saved)


if __name__ == "__main__":
    main()
