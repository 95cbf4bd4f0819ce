"""Teaches the text encoder and the layout what the captions mean, before any noise: from a caption to its mean picture.

    python train_words.py --config config/words_stage_a.py
    python -m torch.distributed.run --nproc_per_node 2 train_words.py --config config/words_stage_a.py

One guess costs a tenth of a U-Net step and its target does not depend on noise, so language is learned at 300 pictures a
second and core. train.py starts from data/words.pt and trains on.
"""
import time
from dataclasses import dataclass

import numpy as np
import torch

import replicas
import settings
from corpus.synonyms import tie
from model import Config, Painter
from tokenizer import Tokenizer
from train import DATA, Sampler


@dataclass
class Settings:
    steps: int = 3000
    batch: int = 64  # captions per replica
    rate: float = 1e-3
    text_rate: float = 0.5
    warmup: int = 100
    cooldown: float = 0.4  # share of the steps that bring the rate down to nothing
    decay: float = 0.01
    focus: str = "2 1 1 1.3 1 0.5"
    masked: float = 0.0
    no_caption: float = 0.0
    seed: int = 1


def main():
    run = settings.load(Settings, __doc__)
    replicas.start(run.seed)
    painter, tokenizer = Painter(Config()), Tokenizer(DATA / "tokenizer")
    text, layout, saved = painter.text, painter.unet.layout, DATA / "words.pt"
    with torch.no_grad():
        tie(text.tokens.weight, tokenizer.token_of)
    if saved.exists():
        painter.load_state_dict(torch.load(saved, weights_only=True), strict=False)
    groups = [{"params": list(layout.parameters()), "scale": 1.0}, {"params": list(text.parameters()), "scale": run.text_rate}]
    optimizer = torch.optim.AdamW(groups, run.rate, betas=(0.9, 0.98), weight_decay=run.decay, fused=True)
    sampler = Sampler(run, tokenizer(""), np.random.default_rng((run.seed, replicas.RANK, 77)))
    losses, began, trained = [], time.process_time(), [*layout.parameters(), *text.parameters()]
    for step in range(run.steps):
        for group in optimizer.param_groups:
            ramp = min(1.0, (step + 1) / run.warmup, (run.steps - step) / (run.cooldown * run.steps))
            group["lr"] = run.rate * group["scale"] * ramp
        latents, _, _, ids = sampler.batch()
        loss = (layout.guess(layout(text(ids), latents[:, :1].expand(-1, layout.width, -1, -1))) - latents).square().mean()
        optimizer.zero_grad()
        loss.backward()
        replicas.average_gradients(trained)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0 and replicas.RANK == 0:
            print(f"step {step + 1} loss {np.mean(losses[-200:]):.4f} core-seconds {(time.process_time() - began) * replicas.WORLD:.0f}", flush=True)
    if replicas.RANK == 0:
        torch.save({key: value for key, value in painter.state_dict().items() if key.startswith(("text.", "unet.layout."))}, saved)


if __name__ == "__main__":
    main()
