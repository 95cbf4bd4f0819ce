"""Batches of encoded pictures for train.py: latents, masks and captions, on the device that trains."""
import numpy as np
import torch

import checkpoint
import corpus
import stage
from device import DEVICE, place

KEYS = ("latents", "masked", "mask", "ids", "ask")
DATA = stage.DATA


def load_latents(paths, names=tuple(corpus.BUCKETS)):
    """{bucket: {"latents", "masked", "mask", "ids", "ask": tensor, "family": array}} of encoded parts, in memory."""
    parts, found = [np.load(path) for path in paths], {}
    for name in names:
        rows = lambda key: [part[f"{name} {key}"] for part in parts if f"{name} {key}" in part]
        if rows("family"):
            found[name] = {key: torch.from_numpy(signed(np.concatenate(rows(key)))).to(DEVICE) for key in KEYS}
            found[name]["family"] = np.concatenate(rows("family"))
            ids, ask = found[name]["ids"], found[name]["ask"]  # what is asked for in a hole is neither the picture's caption nor empty
            found[name]["insert"] = (ask != ids).flatten(1).any(1) & (ask[:, 0, 1] != ask[:, 0, -1])
    return found


def signed(array):
    """Token ids as int16, which every device can index; there are fewer than 32 768 of them."""
    return array.astype(np.int16) if array.dtype == np.uint16 else array


def joined(old, new):
    """One bucket's rows after another's."""
    return {key: np.concatenate([old[key], new[key]]) if key == "family" else torch.cat([old[key], new[key]]) for key in new}


class Sampler:
    """Draws batches; a batch is of one bucket, since its pictures must be of one size."""

    def __init__(self, run, nothing, rng):
        self.run, self.rng, self.nothing, self.data, self.known = run, rng, torch.tensor(nothing, device=DEVICE), {}, set()
        vae = place(checkpoint.load_vae())
        with torch.no_grad():
            self.gray = {name: vae.encode(torch.zeros(1, 3, *size, device=DEVICE)) for name, size in stage.SIZES.items()}
        self.refresh()

    def refresh(self):
        """Takes up the parts that were encoded since."""
        paths = [path for path in sorted((DATA / "latents").glob("*.npz")) if path not in self.known]
        if not paths and not self.known:
            raise SystemExit("There are no latents yet. Run prepare.py encode.")
        if not paths:
            return
        for name, rows in load_latents(paths).items():
            self.data[name] = joined(self.data[name], rows) if name in self.data else rows
        self.known.update(paths)
        focus = [float(share) for share in self.run.focus.split()]
        focus = np.array(focus + [1.0] * (len(stage.FAMILIES) - len(focus)))
        weights = {name: focus[rows["family"]] for name, rows in self.data.items()}
        asked = {name: weight * np.where(self.data[name]["insert"].cpu(), self.run.inserts, 1.0) for name, weight in weights.items()}
        self.names = [name for name in stage.SIZES if name in weights]
        self.shares = np.array([weights[name].sum() for name in self.names]) / sum(weight.sum() for weight in weights.values())
        self.odds, self.masked_odds = ({name: np.cumsum(weight) / weight.sum() for name, weight in some.items()} for some in (weights, asked))
        print(f"{sum(map(len, weights.values()))} pictures", flush=True)

    def batch(self):
        """latents [b, 4, h, w], mask [b, 1, h, w], masked picture's latents [b, 4, h, w], ids [b, 32], and
        insert [b]: whether they name one thing in the hole"""
        name = self.names[self.rng.choice(len(self.names), p=self.shares)]
        data, count, rng = self.data[name], self.run.batch, self.rng
        there = lambda array: torch.from_numpy(array).to(DEVICE)
        chance, filled = rng.random(count), rng.random(count) < self.run.masked
        rows = there(np.where(filled, np.searchsorted(self.masked_odds[name], chance), np.searchsorted(self.odds[name], chance)))
        partial = there(filled)
        captions = there(rng.integers(0, data["ids"].shape[1], count))
        ids = torch.where(partial[:, None], data["ask"][rows, captions], data["ids"][rows, captions]).long()
        ids[there(rng.random(count) < self.run.no_caption)] = self.nothing
        wide = partial[:, None, None, None]
        mask = torch.where(wide, data["mask"][rows][:, None].float(), 1.0)
        masked = torch.where(wide, data["masked"][rows].float(), self.gray[name])
        return data["latents"][rows].float(), mask, masked, ids, partial & data["insert"][rows]
