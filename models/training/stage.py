"""Which edition a program works for. STAGE=b in front of a command means the whole corpus at twice the density; without it,
everything is stage A.

STAGE_DATA and STAGE_CARRIED move what a stage makes: the folder of pictures, latents and running weights, and the folder
of the fp16 pieces that travel.
"""
import os
from pathlib import Path

import corpus

HERE = Path(__file__).parent
NAME = os.environ.get("STAGE", "a")
if NAME not in corpus.SHARES:
    raise SystemExit(f"STAGE={NAME}: there is no such stage. Use one of {', '.join(corpus.SHARES)}.")
FOLDER = "" if NAME == "a" else NAME
DATA = Path(os.environ.get("STAGE_DATA") or HERE / "data" / FOLDER)
CARRIED = Path(os.environ.get("STAGE_CARRIED") or HERE / "checkpoints" / FOLDER)
DENSITY = corpus.DENSITY[NAME]
FAMILIES = list(corpus.SHARES[NAME])
SIZES = {name: (DENSITY * height, DENSITY * width) for name, (height, width) in corpus.BUCKETS.items()}  # (height, width) in pixels


def tokenizer():
    """The folder of the stage's tokenizer: of this machine's run, of the weights that travel, or of the shipped pack."""
    for folder in (DATA / "tokenizer", CARRIED, HERE.parent / "default/tokenizer"):
        if (folder / "tokenizer.json").exists():
            return folder
    raise SystemExit("There is no tokenizer yet. Run prepare.py tokenizer.")
