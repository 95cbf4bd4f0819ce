"""Trains the text encoder and the U-Net together, as a rectified flow on cached latents.

    python train.py --config config/stage_a.py                 one process, one thread
    python -m torch.distributed.run --nproc_per_node 2 train.py --config config/stage_a.py

Goes on from data/painter.pt, or from the weights in checkpoints/ when that is missing. Stop it at any time: at most
`save_every` steps are lost. The rate is constant until the last `cooldown` steps, which bring it down to nothing; to
finish a run, start it once more with --steps (the steps done so far plus the cooldown).
"""
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import checkpoint
import corpus
import replicas
import settings
from corpus.synonyms import tie
from diffusion import draw_tau
from model import Config, Painter
from tokenizer import Tokenizer

DATA = Path(__file__).parent / "data"


@dataclass
class Settings:
    steps: int = 40000
    cooldown: int = 4000
    batch: int = 16  # pictures per replica
    rate: float = 1.2e-3
    text_rate: float = 0.5  # the text encoder's rate, relative to the U-Net's
    warmup: int = 200
    decay: float = 0.01  # of the weights
    average: float = 0.999  # of the moving average that is exported
    masked: float = 0.4  # share of samples that paint into a picture instead of painting it all
    no_caption: float = 0.12  # share of samples without a caption, for guidance
    noisy: float = 0.6  # mean of the training times' logit: above 0, more of them lie on the noisy side
    focus: str = "1 1 1 1 1 1"  # how often shape, two, many, pattern, scene, icon are drawn, relative to the corpus
    outside: float = 0.3  # weight of the loss where there is nothing to paint
    save_every: int = 500
    seed: int = 1
    fresh_rate: bool = False  # warm up again, as after a checkpoint without the optimizer's state


def load_latents(paths):
    """{bucket: {"latents", "masked", "mask", "ids", "ask", "family"}} of all encoded parts, in memory."""
    parts = [np.load(path) for path in paths]
    keys = ("latents", "masked", "mask", "ids", "ask", "family")
    return {name: {key: np.concatenate([part[f"{name} {key}"] for part in parts]) for key in keys} for name in corpus.BUCKETS}


class Sampler:
    """Draws batches; a batch is of one bucket, since its pictures must be of one size."""

    def __init__(self, run, nothing, rng):
        self.run, self.rng, self.nothing, self.names, self.parts = run, rng, nothing, list(corpus.BUCKETS), 0
        vae = checkpoint.load_vae()
        with torch.no_grad():
            self.gray = {name: vae.encode(torch.zeros(1, 3, *corpus.BUCKETS[name])).numpy() for name in self.names}
        self.refresh()

    def refresh(self):
        """Loads the latents, again if more parts were encoded since."""
        parts = sorted((DATA / "latents").glob("*.npz"))
        if len(parts) > self.parts:
            self.data, self.parts = load_latents(parts), len(parts)
            focus = np.array([float(share) for share in self.run.focus.split()])
            weights = {name: focus[self.data[name]["family"]] for name in self.names}
            self.shares = np.array([weights[name].sum() for name in self.names]) / sum(weight.sum() for weight in weights.values())
            self.odds = {name: np.cumsum(weight) / weight.sum() for name, weight in weights.items()}
            print(f"{sum(map(len, weights.values()))} pictures", flush=True)
        elif not parts:
            raise SystemExit("There are no latents yet. Run prepare.py encode.")

    def batch(self):
        """latents [b, 4, h, w], mask [b, 1, h, w], masked picture's latents [b, 4, h, w], ids [b, 32]"""
        name = self.names[self.rng.choice(len(self.names), p=self.shares)]
        data, count, rng = self.data[name], self.run.batch, self.rng
        rows = np.searchsorted(self.odds[name], rng.random(count))
        partial = rng.random(count) < self.run.masked
        captions = rng.integers(0, data["ids"].shape[1], count)
        ids = np.where(partial[:, None], data["ask"][rows, captions], data["ids"][rows, captions]).astype(np.int64)
        ids[rng.random(count) < self.run.no_caption] = self.nothing
        wide = partial[:, None, None, None]
        mask = np.where(wide, data["mask"][rows][:, None], 1).astype(np.float32)
        masked = np.where(wide, data["masked"][rows].astype(np.float32), self.gray[name])
        return [torch.from_numpy(array) for array in (data["latents"][rows].astype(np.float32), mask, masked, ids)]


def rate_at(step, start, run):
    # 1) a linear warm-up, after a start without the optimizer's state too, 2) constant, 3) down along a line
    ramp = min(1.0, (step - start + 1) / run.warmup)
    return run.rate * ramp * min(1.0, (run.steps - step) / run.cooldown)


def loss_of(net, run, latents, mask, masked, ids):
    """Mean squared error of the direction from picture to noise, weighted down where the picture is given.

    latents, masked [b, 4, h, w]; mask [b, 1, h, w]; ids [b, 32]."""
    tau, noise = draw_tau(len(latents), run.noisy), torch.randn_like(latents)
    line = tau[:, None, None, None]
    made = net(torch.cat([(1 - line) * latents + line * noise, mask, masked], 1), tau, ids)
    weight = run.outside + (1 - run.outside) * mask
    return ((made - (noise - latents)).square() * weight).sum() / (4 * weight.sum())


def restore(painter, optimizer):
    """Weights, average and step of the last run; the step at which the rate's warm-up began."""
    local = DATA / "painter.pt"
    if local.exists():
        saved = torch.load(local, map_location="cpu", weights_only=True)
        painter.load_state_dict(saved["weights"])
        optimizer.load_state_dict(saved["optimizer"])
        return saved["average"], saved["step"], saved["seen"], saved["seconds"], saved["warm"]
    if found := checkpoint.carried("painter"):
        state, notes = found
        painter.load_state_dict(state)
        return state, notes["step"], notes["seen"], notes["seconds"], notes["step"]
    return {key: value.clone() for key, value in painter.state_dict().items()}, 0, 0, 0.0, 0


def main():
    run = settings.load(Settings, __doc__)
    replicas.start(run.seed)
    painter, tokenizer = Painter(Config()), Tokenizer(DATA / "tokenizer")
    with torch.no_grad():
        tie(painter.text.tokens.weight, tokenizer.token_of)
    groups = [{"params": list(painter.unet.parameters()), "scale": 1.0}, {"params": list(painter.text.parameters()), "scale": run.text_rate}]
    optimizer = torch.optim.AdamW(groups, run.rate, betas=(0.9, 0.98), weight_decay=run.decay, fused=True)
    average, start, seen, seconds, warm = restore(painter, optimizer)
    warm = start if run.fresh_rate else warm
    torch.manual_seed(1000 * start + replicas.RANK)
    rng = np.random.default_rng((run.seed, replicas.RANK, start))
    sampler = Sampler(run, tokenizer(""), rng)
    losses, began = [], time.process_time()
    for step in range(start, run.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, warm, run) * group["scale"]
        loss = loss_of(painter, run, *sampler.batch())
        optimizer.zero_grad()
        loss.backward()
        replicas.average_gradients(list(painter.parameters()))
        torch.nn.utils.clip_grad_norm_(painter.parameters(), 1.0)
        optimizer.step()
        seen += run.batch * replicas.WORLD
        keep = min(run.average, (step + 1) / (step + 10))
        with torch.no_grad():
            state = painter.state_dict()
            torch._foreach_lerp_([average[key] for key in state], list(state.values()), 1 - keep)
        losses.append(loss.item())
        if (step + 1) % 100 == 0 and replicas.RANK == 0:
            spent = (time.process_time() - began) * replicas.WORLD
            print(f"step {step + 1} seen {seen} loss {np.mean(losses[-400:]):.4f} core-seconds {seconds + spent:.0f}", flush=True)
        if ((step + 1) % run.save_every == 0 or step + 1 == run.steps) and replicas.RANK == 0:
            spent = (time.process_time() - began) * replicas.WORLD
            saved = {"config": painter.settings(), "weights": state, "average": average, "optimizer": optimizer.state_dict(), "step": step + 1, "seen": seen, "seconds": seconds + spent, "warm": warm, "loss": float(np.mean(losses[-400:]))}
            torch.save(saved, DATA / "painter.tmp")
            (DATA / "painter.tmp").replace(DATA / "painter.pt")
            sampler.refresh()


if __name__ == "__main__":
    main()
