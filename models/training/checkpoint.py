"""Weights that travel with the repository: fp16, in safetensors pieces of at most 16 MiB, under checkpoints/.

A run on this machine goes on from data/painter.pt, which also has the optimizer's state; a fresh clone goes on from
checkpoints/. Without the optimizer's state the rate warms up again, and the loss is back within a hundred steps.
"""
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from model import Config, Painter
from upscaler import Upscaler
from vae import VAE

HERE = Path(__file__).parent
CARRIED, LOCAL = HERE / "checkpoints", HERE / "data"
PIECE = 16 * 2**20  # bytes


def carry(name, state, notes):
    """Writes {name: tensor} as name-0.safetensors, name-1 ... and name.json with the notes; removes older pieces."""
    CARRIED.mkdir(exist_ok=True)
    for old in CARRIED.glob(f"{name}-*.safetensors"):
        old.unlink()
    pieces, size = [{}], 0
    for key, tensor in state.items():
        half = tensor.detach().half().contiguous()
        if size + half.nbytes > PIECE - 2**16:
            pieces.append({})
            size = 0
        pieces[-1][key] = half
        size += half.nbytes
    for index, piece in enumerate(pieces):
        save_file(piece, CARRIED / f"{name}-{index}.safetensors")
    (CARRIED / f"{name}.json").write_text(json.dumps(notes, indent=2) + "\n")


def carried(name):
    """The weights and the notes of a carried checkpoint, or None."""
    pieces = sorted(CARRIED.glob(f"{name}-*.safetensors"))
    if not pieces:
        return None
    state = {key: tensor.float() for piece in pieces for key, tensor in load_file(piece).items()}
    return state, json.loads((CARRIED / f"{name}.json").read_text())


def load_painter():
    """The text encoder and the U-Net with their averaged weights."""
    local = LOCAL / "painter.pt"
    if local.exists():
        saved = torch.load(local, map_location="cpu", weights_only=True)
        settings, state = saved["config"], saved["average"]
    elif found := carried("painter"):
        state, settings = found[0], found[1]["config"]
    else:
        raise SystemExit("There is no trained model yet: neither data/painter.pt nor checkpoints/painter-0.safetensors. Run train.py.")
    painter = Painter(Config(**{key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}))
    painter.load_state_dict(state)
    return painter.eval().requires_grad_(False)


def load_vae():
    vae, local = VAE(), LOCAL / "vae.pt"
    if local.exists():
        vae.load_state_dict(torch.load(local, map_location="cpu", weights_only=True)["vae"])
    elif found := carried("vae"):
        vae.load_state_dict(found[0])
    else:
        raise SystemExit("There is no trained VAE yet: neither data/vae.pt nor checkpoints/vae-0.safetensors. Run train_vae.py.")
    return vae.eval().requires_grad_(False)


def load_upscaler():
    upscaler, local = Upscaler(), LOCAL / "upscaler.pt"
    if local.exists():
        upscaler.load_state_dict(torch.load(local, map_location="cpu", weights_only=True)["upscaler"])
    elif found := carried("upscaler"):
        upscaler.load_state_dict(found[0])
    else:
        raise SystemExit("There is no trained upscaler yet: neither data/upscaler.pt nor checkpoints/upscaler-0.safetensors. Run train_upscaler.py.")
    return upscaler.eval().requires_grad_(False)
