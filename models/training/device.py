"""Where a run computes: on a CUDA GPU where there is one, else on the CPU exactly as if there were no such file."""
import contextlib
import time

import torch

ON_GPU = torch.cuda.is_available()
DEVICE = torch.device("cuda" if ON_GPU else "cpu")
if ON_GPU:
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True


def place(module):
    """The module on the device; on a GPU its convolutions are laid out as its tensor cores want them."""
    return module.to(DEVICE, memory_format=torch.channels_last) if ON_GPU else module


def autocast():
    """bf16 on a GPU; on a CPU that is emulated and fifty times slower, so nothing is done there."""
    return torch.autocast("cuda", torch.bfloat16) if ON_GPU else contextlib.nullcontext()


def clock():
    """Seconds of a core on the CPU (a shared machine's wall clock means little), of the wall on a GPU."""
    return time.perf_counter() if ON_GPU else time.process_time()
