"""Trains the text encoder and the U-Net together, as a rectified flow on cached latents.

    python train.py --config config/stage_a.py                 one process, one thread
    python -m torch.distributed.run --nproc_per_node 2 train.py --config config/stage_a.py

Goes on from data/painter.pt, or from the weights in checkpoints/ when that is missing. Stop it at any time: at most
`save_every` steps are lost. The rate is constant until the last `cooldown` steps, which bring it down to nothing; to
finish a run, start it once more with --steps (the steps done so far plus the cooldown).

On a GPU the length may be given in minutes instead (--minutes for all runs together, --session for this one); stage_b.sh
does, since nobody knows beforehand how many steps a minute has there.
"""
import time
from dataclasses import dataclass

import numpy as np
import torch

import checkpoint
import replicas
import settings
import stage
from corpus.synonyms import tie
from device import DEVICE, autocast, clock, place
from diffusion import draw_tau
from model import SIZES, Painter
from sampler import Sampler
from tokenizer import Tokenizer

DATA = stage.DATA


@dataclass
class Settings:
    steps: int = 40000
    cooldown: int = 4000  # steps, or minutes where the length is given in minutes
    minutes: float = 0.0  # length of the whole training in minutes of the wall, over all runs; 0: `steps` counts
    session: float = 0.0  # minutes after which this run saves and ends, whatever is left
    batch: int = 16  # pictures per replica
    rate: float = 1.2e-3
    text_rate: float = 0.5  # the text encoder's rate, relative to the U-Net's
    warmup: int = 200
    decay: float = 0.01  # of the weights
    average: float = 0.999  # of the moving average that is exported
    masked: float = 0.4  # share of samples that paint into a picture instead of painting it all
    inserts: float = 2.0  # how much more often a masked sample asks for one thing in its hole than drawn
    no_caption: float = 0.12  # share of samples without a caption, for guidance
    noisy: float = 0.9  # mean of the training times' logit: above 0, more of them lie on the noisy side
    focus: str = "1 1 1 1 1 1"  # how often shape, two, many, pattern, scene, icon are drawn, relative to the corpus
    outside: float = 0.3  # weight of the loss where there is nothing to paint
    guess: float = 0.3  # weight of the layout's error
    save_every: int = 500
    save_minutes: float = 0.0  # saves by the wall clock instead
    refresh_every: int = 0  # steps after which newly encoded parts are taken up; 0: with every save
    carry: bool = False  # write the fp16 pieces that travel with every save
    seed: int = 1
    fresh_rate: bool = False  # warm up again, as after a checkpoint without the optimizer's state


def left(run, step, seconds):
    """What is left of the whole training, in steps or in minutes."""
    return run.minutes - seconds / 60 if run.minutes else run.steps - step


def rate_at(step, start, run, seconds=0.0):
    # 1) a linear warm-up, after a start without the optimizer's state too, 2) constant, 3) down along a line
    ramp = min(1.0, (step - start + 1) / run.warmup)
    return run.rate * ramp * min(1.0, max(0.0, left(run, step, seconds)) / run.cooldown)


def loss_of(net, run, latents, mask, masked, ids, insert):
    """Mean squared error of the direction from picture to noise, weighted down where the picture is given, and a share
    of the layout's error as a guess of what the caption speaks of: the whole picture, or the thing in the hole.

    latents, masked [b, 4, h, w]; mask [b, 1, h, w]; ids [b, 32]; insert [b]: whether the caption names what is in the hole."""
    tau, noise = draw_tau(len(latents), run.noisy).to(latents.device), torch.randn_like(latents)
    line = tau[:, None, None, None]
    made, whole, hole = net(torch.cat([(1 - line) * latents + line * noise, mask, masked], 1), tau, ids, guess=True)
    weight = run.outside + (1 - run.outside) * mask
    flow = ((made - (noise - latents)).square() * weight).sum() / (4 * weight.sum())
    of_all, of_hole = mask.amin((2, 3), keepdim=True).expand_as(mask), mask * insert[:, None, None, None]
    missed = ((whole - latents).square() * of_all).sum() + ((hole - latents).square() * of_hole).sum()
    return flow + run.guess * missed / (4 * (of_all + of_hole).sum().clamp(0.1 * mask.numel())), flow


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
    if (DATA / "words.pt").exists():  # train_words.py
        painter.load_state_dict(torch.load(DATA / "words.pt", map_location="cpu", weights_only=True), strict=False)
    return {key: value.clone() for key, value in painter.state_dict().items()}, 0, 0, 0.0, 0


def save(painter, average, optimizer, run, notes):
    """Writes data/painter.pt, and the pieces that travel where the run wants them."""
    saved = {"config": painter.settings(), "weights": painter.state_dict(), "average": average, "optimizer": optimizer.state_dict(), **notes}
    torch.save(saved, DATA / "painter.tmp")
    (DATA / "painter.tmp").replace(DATA / "painter.pt")
    if run.carry:
        checkpoint.carry("painter", average, {key: saved[key] for key in ("config", "step", "seen", "seconds", "loss")})


def main():
    run = settings.load(Settings, __doc__)
    replicas.start(run.seed)
    painter, tokenizer = Painter(SIZES[stage.NAME]), Tokenizer(DATA / "tokenizer")
    with torch.no_grad():
        tie(painter.text.tokens.weight, tokenizer.token_of, stage.NAME)
    painter = place(painter)
    groups = [{"params": list(painter.unet.parameters()), "scale": 1.0}, {"params": list(painter.text.parameters()), "scale": run.text_rate}]
    optimizer = torch.optim.AdamW(groups, run.rate, betas=(0.9, 0.98), weight_decay=run.decay, fused=True)
    average, step, seen, before, warm = restore(painter, optimizer)
    average = {key: value.to(DEVICE) for key, value in average.items()}
    warm = step if run.fresh_rate else warm
    torch.manual_seed(1000 * step + replicas.RANK)
    rng = np.random.default_rng((run.seed, replicas.RANK, step))
    sampler = Sampler(run, tokenizer(""), rng)
    losses, seconds, began, opened, saved_at = [], before, clock(), time.time(), time.time()
    ended = lambda: left(run, step, seconds) <= 0 or (run.session and time.time() - opened > 60 * run.session)
    while not ended():
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, warm, run, seconds) * group["scale"]
        batch = sampler.batch()
        with autocast():
            loss, flow = loss_of(painter, run, *batch)
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
        losses.append(flow.item())
        step, seconds = step + 1, before + (clock() - began) * replicas.WORLD
        if step % 100 == 0 and replicas.RANK == 0:
            print(f"step {step} seen {seen} loss {np.mean(losses[-400:]):.4f} core-seconds {seconds:.0f}", flush=True)
        due = time.time() - saved_at > 60 * run.save_minutes if run.save_minutes else step % run.save_every == 0
        if (due or ended()) and replicas.RANK == 0:
            save(painter, average, optimizer, run, {"step": step, "seen": seen, "seconds": seconds, "warm": warm, "loss": float(np.mean(losses[-400:]))})
            sampler.refresh()
            saved_at = time.time()
        elif run.refresh_every and step % run.refresh_every == 0:
            sampler.refresh()


if __name__ == "__main__":
    main()
