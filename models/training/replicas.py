"""Two one-thread processes train faster than one process with two threads; this is all they need to stay equal.

    python -m torch.distributed.run --nproc_per_node 2 train.py ...
"""
import os

import torch
import torch.distributed as dist

RANK, WORLD = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))


def start(seed):
    """Every replica starts from the same weights (seed) and goes on with its own random numbers."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    if WORLD > 1:
        dist.init_process_group("gloo")


def average_gradients(parameters):
    """Replaces every gradient by its mean over the replicas, in one message."""
    if WORLD == 1:
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in gradients])
    dist.all_reduce(flat)
    flat /= WORLD
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients])):
        gradient.copy_(mean.view_as(gradient))
