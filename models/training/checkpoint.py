"""Weights that travel with the repository: fp16, in safetensors pieces of at most 16 MiB, under checkpoints/.

A run on this machine goes on from data/painter.pt, which also has the optimizer's state; a fresh clone goes on from
checkpoints/. Without the optimizer's state the rate warms up again, and the loss is back within a hundred steps.
"""
import json

import onnx
import torch
from safetensors.torch import load_file, save_file

import stage
from shipped import find_shipped, hash_of, shipped_tensors, take_shipped
from model import Config, Painter
from upscaler import Upscaler
from vae import VAE

CARRIED, LOCAL = stage.CARRIED, stage.DATA
PIECE = 16 * 2**20  # bytes


def carry(name, state, notes, folder=CARRIED):
    """Writes {name: tensor} as name-0.safetensors, name-1 ... and name.json with the notes, over older pieces.

    What the shipped pack holds is only named, in name-shipped.json: run this again after an export, and little is left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {key: tensor.detach().cpu().half().contiguous() for key, tensor in state.items()}
    places = find_shipped(halves, shipped_tensors()) if name == "painter" and folder == stage.HERE / "checkpoints" else {}
    named = folder / f"{name}-shipped.json"
    if places:
        named.write_text(json.dumps({"sha256": hash_of({key: halves[key] for key in places}), "tensors": places}) + "\n")
    else:
        named.unlink(missing_ok=True)
    pieces, size = [{}], 0
    for key, half in halves.items():
        if key in places:
            continue
        if size + half.nbytes > PIECE - 2**16:
            pieces.append({})
            size = 0
        pieces[-1][key] = half
        size += half.nbytes
    for index, piece in enumerate(pieces):
        path = folder / f"{name}-{index}.safetensors"
        save_file(piece, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)  # a run may be stopped at any moment
    for old in folder.glob(f"{name}-*.safetensors"):
        if int(old.stem.rsplit("-", 1)[1]) >= len(pieces):
            old.unlink()
    (folder / f"{name}.json").write_text(json.dumps(notes, indent=2) + "\n")


def carried(name, folder=CARRIED):
    """The weights and the notes of a carried checkpoint, or None."""
    pieces = sorted(folder.glob(f"{name}-*.safetensors"))
    if not pieces:
        return None
    state = {key: tensor.float() for piece in pieces for key, tensor in load_file(piece).items()}
    named = folder / f"{name}-shipped.json"
    if named.exists():
        taken = take_shipped(json.loads(named.read_text()), shipped_tensors())
        state.update({key: tensor.float() for key, tensor in taken.items()})
    return state, json.loads((folder / f"{name}.json").read_text())


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


def shipped_vae():
    """The weights in the shipped pack's two graphs: convolutions keep their names there, so they need not travel twice."""
    state = {}
    for part in ("vae_encoder", "vae_decoder"):
        for entry in onnx.load(stage.HERE.parent / "default" / part / "model.onnx").graph.initializer:
            if entry.name.startswith("vae."):
                state[entry.name.removeprefix("vae.").removesuffix("_fp16")] = torch.from_numpy(onnx.numpy_helper.to_array(entry).copy()).float()
    return state


def load_vae():
    vae, local = VAE(), LOCAL / "vae.pt"
    if local.exists():
        vae.load_state_dict(torch.load(local, map_location="cpu", weights_only=True)["vae"])
    elif found := carried("vae"):
        vae.load_state_dict(found[0])
    elif stage.NAME == "a":
        vae.load_state_dict(shipped_vae())
    else:
        raise SystemExit("There is no trained VAE yet: neither data/vae.pt nor checkpoints/vae-0.safetensors. Run train_vae.py.")
    return vae.eval().requires_grad_(False)


def load_upscaler():
    upscaler, local = Upscaler(), LOCAL / "upscaler.pt"
    if local.exists():
        upscaler.load_state_dict(torch.load(local, map_location="cpu", weights_only=True)["upscaler"])
    elif found := carried("upscaler") or carried("upscaler", stage.HERE / "checkpoints"):  # it serves every stage
        upscaler.load_state_dict(found[0])
    else:
        raise SystemExit("There is no trained upscaler yet: neither data/upscaler.pt nor checkpoints/upscaler-0.safetensors. Run train_upscaler.py.")
    return upscaler.eval().requires_grad_(False)
