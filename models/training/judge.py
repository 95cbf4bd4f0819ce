"""A small classifier, trained on the corpus alone, that says which landscape or icon a picture shows.

    python judge.py                  trains it (about four minutes on one core) and prints how often it is right on held-out pictures
    python judge.py --whole          another one that knows the icons of the whole corpus, which has ten times as many
    python judge.py --export FILE    writes it as ONNX for the evaluation, with what its scores mean beside it (FILE's name, .json)
"""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper
from torch import nn

import corpus
from corpus import icons, scenes
from corpus.whole import stamps

WEIGHTS, WHOLE_WEIGHTS = Path(__file__).parent / "data/judge.pt", Path(__file__).parent / "data/judge-whole.pt"
SIDE = 64
HEADS = {"hour": len(scenes.HOURS), "land": len(scenes.LANDS), "icon": len(icons.NAMES), "extras": len(scenes.EXTRAS)}
WHOLE = {"object": len(stamps.ICONS)}


class Judge(nn.Module):
    """[n, 3, 64, 64] -> scores [n, all heads]. What is where in the picture does not matter to it, only what is there: the
    strongest and the mean answer of every feature, at two depths."""

    def __init__(self, heads):
        super().__init__()
        layer = lambda i, o, stride=2: nn.Sequential(nn.Conv2d(i, o, 3, stride=stride, padding=1), nn.BatchNorm2d(o), nn.ReLU())
        self.near = nn.Sequential(layer(3, 24), layer(24, 48), layer(48, 96), layer(96, 64, 1))
        self.far = nn.Sequential(layer(64, 128), layer(128, 128, 1))
        self.say = nn.Linear(2 * (64 + 128), sum(heads.values()))

    def forward(self, picture):
        near = self.near(picture)
        found = [pooled for features in (near, self.far(near)) for pooled in (features.amax((2, 3)), features.mean((2, 3)))]
        return self.say(torch.cat(found, 1))


def network(heads=HEADS):
    return Judge(heads)


def prepare(pixels):
    """uint8 [h, w, 3] -> float [3, 64, 64]"""
    picture = torch.from_numpy(np.array(pixels)).permute(2, 0, 1).float()[None] / 127.5 - 1
    return F.interpolate(picture, (SIDE, SIDE), mode="bilinear", antialias=True)[0]


def target(spec):
    """One number per head, -1 where the family has none; extras as a bit set."""
    answer = dict.fromkeys(HEADS, -1)
    if spec["family"] == "icon":
        answer["icon"] = list(icons.NAMES).index(spec["icon"])
    if spec["family"] == "scene":
        answer["hour"], answer["land"] = list(scenes.HOURS).index(spec["hour"]), list(scenes.LANDS).index(spec["land"])
        answer["extras"] = sum(1 << list(scenes.EXTRAS).index(name) for name in spec["extras"])
    return list(answer.values())


def draw(count, seed, test, families=("scene", "icon")):
    """Pictures uint8 [n, 3, 64, 64] and targets [n, heads]. Things that others cover are not asked for."""
    rng = np.random.default_rng(seed)
    pictures, targets = [], []
    for _ in range(count):
        spec = corpus.choose(rng, families[rng.integers(len(families))], test, "b" if families == ("object",) else "a")
        height, width = list(corpus.BUCKETS.values())[rng.choice(5, p=corpus.BUCKET_SHARE)]
        picture = corpus.paint(spec, height, width, rng)
        pictures.append((prepare(picture.pixels) * 127.5 + 127.5).round().byte())
        if spec["family"] == "object":
            targets.append([stamps.ICONS.index(spec["icon"])])
        else:
            targets.append(target({**spec, "extras": scenes.seen(spec, picture.parts)} if spec["family"] == "scene" else spec))
    return torch.stack(pictures), torch.tensor(targets)


def answers(scores, heads=HEADS):
    """{head: [n]} from raw scores; extras as [n, extras] booleans."""
    parts = dict(zip(heads, scores.split(list(heads.values()), 1)))
    return {head: part > 0 if head == "extras" else part.argmax(1) for head, part in parts.items()}


def bits(numbers):
    return (numbers[:, None] >> torch.arange(HEADS["extras"])) & 1


def loss_of(scores, targets, heads=HEADS):
    total = 0
    for column, (head, part) in enumerate(zip(heads, scores.split(list(heads.values()), 1))):
        rows = targets[:, column] >= 0
        if rows.any():
            wanted = targets[rows, column]
            total = total + (5 * F.binary_cross_entropy_with_logits(part[rows], bits(wanted).float()) if head == "extras" else F.cross_entropy(part[rows], wanted))
    return total


def moved(pictures, most=3):
    """The pictures, a few pixels aside, as floats with a little noise: a painted picture is never as clean as a drawn one."""
    x, y = torch.randint(0, 2 * most + 1, (2,)).tolist()
    wide = F.pad(pictures.float() / 127.5 - 1, (most,) * 4, mode="replicate")[..., y : y + SIDE, x : x + SIDE]
    return wide + 0.08 * torch.randn_like(wide)


def train(heads=HEADS, path=WEIGHTS, families=("scene", "icon"), count=20000, epochs=7, batch=64):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net, (pictures, targets) = network(heads).to(memory_format=torch.channels_last), draw(count, 5, False, families)
    half = torch.autocast("cpu", torch.bfloat16, enabled=torch.backends.cpu.get_cpu_capability() == "AVX512")  # twice as fast there
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=epochs * (count // batch))
    for epoch in range(epochs):
        losses = []
        for rows in torch.randperm(count)[: count // batch * batch].split(batch):
            with half:
                scores = net(moved(pictures[rows]).to(memory_format=torch.channels_last))
            loss = loss_of(scores.float(), targets[rows], heads)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1} loss {np.mean(losses):.3f}", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), path)
    return net.eval()


def load():
    net = network()
    if not WEIGHTS.exists():
        return train()
    net.load_state_dict(torch.load(WEIGHTS, weights_only=True))
    return net.eval()


@torch.no_grad()
def accuracy(net, count=1200, heads=HEADS, families=("scene", "icon")):
    """{head: share right} on held-out corpus pictures; of the things in landscapes, also the share of those there that are found."""
    pictures, targets = draw(count, 77, True, families)
    said, out = answers(net(pictures.float() / 127.5 - 1), heads), {}
    for column, head in enumerate(heads):
        rows = targets[:, column] >= 0
        wanted = targets[rows, column]
        right = said[head][rows] == bits(wanted).bool() if head == "extras" else said[head][rows] == wanted
        out[head] = right.float().mean().item()
        if head == "extras":
            out["extras found"] = right[bits(wanted).bool()].float().mean().item()
    return out


def quarter(model, least=100_000):
    """Stores the filters of every layer with `least` weights or more as int8 with one scale per filter, in place."""
    weights, scales = {weight.name: weight for weight in model.graph.initializer}, []
    for index, node in enumerate(model.graph.node):
        values = numpy_helper.to_array(weights[node.input[0]]).astype(np.float32) if node.op_type == "Cast" and node.input[0] in weights else np.empty(0)
        if values.size < least:
            continue
        scale = np.abs(values).max((1, 2, 3)) / 127
        whole = np.round(values / scale[:, None, None, None]).astype(np.int8)
        weights[node.input[0]].CopyFrom(numpy_helper.from_array(whole, node.input[0]))
        scales.append(numpy_helper.from_array(scale.astype(np.float32), f"scale_{index}"))
        node.CopyFrom(helper.make_node("DequantizeLinear", [node.input[0], scales[-1].name], node.output, axis=0, name=node.name))
    model.graph.initializer.extend(scales)
    return model


def export(net, path, found):
    """ONNX: picture [n, 3, 64, 64] in -1..1, as prepare() makes it -> scores [n, all heads]. found: accuracy()'s answer."""
    from export_onnx import write

    write(net, (torch.zeros(1, 3, SIDE, SIDE),), ["picture"], ["scores"], {"picture": {0: "count"}, "scores": {0: "count"}}, path)
    onnx.save(quarter(onnx.load(path)), path)
    names = {"hour": scenes.HOURS, "land": scenes.LANDS, "icon": icons.NAMES, "extras": scenes.EXTRAS}
    notes = {"side": SIDE, "heads": {head: list(names[head])[:size] for head, size in HEADS.items()}, "accuracy": {head: round(share, 4) for head, share in found.items()}}
    path.with_suffix(".json").write_text(json.dumps(notes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--export", type=Path)
    parser.add_argument("--whole", action="store_true")
    args = parser.parse_args()
    if args.whole:
        net = train(WHOLE, WHOLE_WEIGHTS, ("object",), epochs=10)
        return print(f"object: {100 * accuracy(net, 2400, WHOLE, ('object',))['object']:.1f} % of {WHOLE['object']} right on held-out corpus pictures")
    net = load() if args.export else train()
    found = accuracy(net)
    for head, share in found.items():
        print(f"{head}: {100 * share:.1f} % right on held-out corpus pictures")
    if args.export:
        export(net, args.export, found)


if __name__ == "__main__":
    main()
