"""What of a checkpoint the shipped pack holds already, so that the same weights need not travel twice.

An export keeps the names of convolutions and loses those of matrices, which it also turns; so tensors are found by their
values once, when a checkpoint is written, and taken by those names afterwards. One hash over all that is taken says whether
the pack still holds the same.
"""
import hashlib

import onnx
import torch

import stage

LEAST = 1024  # values; smaller tensors cost less to carry than to name, and zeros are everywhere
PARTS = ("unet", "text_encoder")


def shipped_tensors(pack=stage.HERE.parent / "default"):
    """Every constant of the pack's two networks as fp16, by "part/name"; nothing where the pack is not there."""
    found = {}
    for part in PARTS:
        path = pack / part / "model.onnx"
        if not path.exists():
            continue
        graph = onnx.load(path).graph
        constants = [(entry.name, entry) for entry in graph.initializer]
        constants += [(node.output[0], value.t) for node in graph.node if node.op_type == "Constant" for value in node.attribute if value.name == "value"]
        for name, tensor in constants:
            array = onnx.numpy_helper.to_array(tensor)
            if array.dtype.kind == "f" and array.size >= LEAST:
                found[f"{part}/{name}"] = torch.from_numpy(array.copy()).half()
    return found


def find_shipped(state, shipped):
    """{key: [name in the pack, whether it lies there turned]} for the fp16 tensors of `state` that the pack holds."""
    by_size = {}
    for name, tensor in shipped.items():
        by_size.setdefault(tensor.numel(), []).append((name, tensor))
    places = {}
    for key, tensor in state.items():
        for name, other in by_size.get(tensor.numel(), []):
            if torch.equal(other.reshape(-1), tensor.reshape(-1)):
                places[key] = [name, False, list(tensor.shape)]
            elif tensor.dim() == 2 and other.dim() == 2 and other.shape == tensor.T.shape and torch.equal(other.T, tensor):
                places[key] = [name, True, list(tensor.shape)]
            else:
                continue
            break
    return places


def take_shipped(places, shipped):
    """The tensors at those places. Raises SystemExit where the pack has changed since."""
    taken = {}
    for key, (name, is_turned, shape) in places["tensors"].items():
        if name not in shipped:
            raise SystemExit(CHANGED)
        taken[key] = (shipped[name].T if is_turned else shipped[name]).reshape(shape).contiguous()
    if hash_of(taken) != places["sha256"]:
        raise SystemExit(CHANGED)
    return taken


CHANGED = "The shipped pack no longer holds the weights that the checkpoint left to it: take both from the same commit, or run carry.py where data/painter.pt is."


def hash_of(state):
    digest = hashlib.sha256()
    for key in sorted(state):
        digest.update(key.encode())
        digest.update(state[key].cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
