"""A small classifier, trained on the corpus alone, that says which landscape or icon a picture shows.

    python judge.py                  trains it (about two minutes on one core) and prints how often it is right on held-out pictures
    python judge.py --export FILE    writes it as ONNX for the evaluation, with what its scores mean beside it (FILE's name, .json)
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
from corpus import icons, scenes

WEIGHTS = Path(__file__).parent / "data/judge.pt"
SIDE = 64
HEADS = {"hour": len(scenes.HOURS), "land": len(scenes.LANDS), "icon": len(icons.NAMES), "extras": len(scenes.EXTRAS)}


def network():
    layer = lambda i, o: nn.Sequential(nn.Conv2d(i, o, 3, stride=2, padding=1), nn.BatchNorm2d(o), nn.ReLU())
    body = nn.Sequential(layer(3, 24), layer(24, 48), layer(48, 96), layer(96, 128), nn.Flatten(), nn.Linear(128 * 16, sum(HEADS.values())))
    return body


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


def draw(count, seed, test):
    rng = np.random.default_rng(seed)
    pictures, targets = [], []
    for _ in range(count):
        spec = corpus.choose(rng, ["scene", "icon"][rng.integers(2)], test)
        height, width = list(corpus.BUCKETS.values())[rng.choice(5, p=corpus.BUCKET_SHARE)]
        pictures.append(prepare(corpus.paint(spec, height, width, rng).pixels))
        targets.append(target(spec))
    return torch.stack(pictures), torch.tensor(targets)


def answers(scores):
    """{head: [n]} from raw scores; extras as [n, extras] booleans."""
    parts = dict(zip(HEADS, scores.split(list(HEADS.values()), 1)))
    return {head: part > 0 if head == "extras" else part.argmax(1) for head, part in parts.items()}


def bits(numbers):
    return (numbers[:, None] >> torch.arange(HEADS["extras"])) & 1


def loss_of(scores, targets):
    total = 0
    for column, (head, part) in enumerate(zip(HEADS, scores.split(list(HEADS.values()), 1))):
        rows = targets[:, column] >= 0
        if rows.any():
            wanted = targets[rows, column]
            total = total + (3 * F.binary_cross_entropy_with_logits(part[rows], bits(wanted).float()) if head == "extras" else F.cross_entropy(part[rows], wanted))
    return total


def train(count=8000, epochs=8, batch=64):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net, (pictures, targets) = network(), draw(count, 5, False)
    optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=epochs * (count // batch))
    for _ in range(epochs):
        for rows in torch.randperm(count)[: count // batch * batch].split(batch):
            # a little noise and blur-free jitter: a painted picture is never as clean as a drawn one
            loss = loss_of(net(pictures[rows] + 0.08 * torch.randn(batch, 3, SIDE, SIDE)), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    torch.save(net.state_dict(), WEIGHTS)
    return net.eval()


def load():
    net = network()
    if not WEIGHTS.exists():
        return train()
    net.load_state_dict(torch.load(WEIGHTS, weights_only=True))
    return net.eval()


@torch.no_grad()
def accuracy(net, count=1200):
    """{head: share right} on held-out corpus pictures."""
    pictures, targets = draw(count, 77, True)
    said, out = answers(net(pictures)), {}
    for column, head in enumerate(HEADS):
        rows = targets[:, column] >= 0
        wanted = targets[rows, column]
        right = said[head][rows] == bits(wanted).bool() if head == "extras" else said[head][rows] == wanted
        out[head] = right.float().mean().item()
    return out


def export(net, path, found):
    """ONNX: picture [n, 3, 64, 64] in -1..1, as prepare() makes it -> scores [n, all heads]. found: accuracy()'s answer."""
    from export_onnx import write

    write(net, (torch.zeros(1, 3, SIDE, SIDE),), ["picture"], ["scores"], {"picture": {0: "count"}, "scores": {0: "count"}}, path)
    names = {"hour": scenes.HOURS, "land": scenes.LANDS, "icon": icons.NAMES, "extras": scenes.EXTRAS}
    notes = {"side": SIDE, "heads": {head: list(names[head])[:size] for head, size in HEADS.items()}, "accuracy": {head: round(share, 4) for head, share in found.items()}}
    path.with_suffix(".json").write_text(json.dumps(notes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--export", type=Path)
    args = parser.parse_args()
    net = load() if args.export else train()
    found = accuracy(net)
    for head, share in found.items():
        print(f"{head}: {100 * share:.1f} % right on held-out corpus pictures")
    if args.export:
        export(net, args.export, found)


if __name__ == "__main__":
    main()
