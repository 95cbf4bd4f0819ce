"""Says what a machine lacks for stage B, before minutes are spent on it.   python check_machine.py [--rehearsal]"""
import importlib
import os
import shutil
import sys

PACKAGES = {"torch": "torch", "numpy": "numpy", "PIL": "pillow", "tokenizers": "tokenizers", "safetensors": "safetensors", "onnx": "onnx"}
DISK_GB, MEMORY_GB = 40, 48


def missing():
    """Sentences, one per thing that is not there."""
    for module, package in PACKAGES.items():
        try:
            importlib.import_module(module)
        except ImportError:
            yield f"Python package {package} is missing: pip install {package} (or carry its wheel along)."
    if "torch" in sys.modules and not sys.modules["torch"].cuda.is_available():
        yield "PyTorch sees no CUDA GPU. REHEARSE=1 goes on without one, to try the steps out with tiny settings."
    if shutil.disk_usage(".").free < DISK_GB * 1e9:
        yield f"Less than {DISK_GB} GB of disk are free here; the drawn pictures need them for a while."
    if os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") < MEMORY_GB * 1e9:
        yield f"The machine has less than {MEMORY_GB} GB of memory; set WORKERS lower and parts in config/vae_stage_b.py."


def main():
    found = list(missing())
    for sentence in found:
        print(sentence)
    vital = [sentence for sentence in found if "package" in sentence or "CUDA" in sentence and "--rehearsal" not in sys.argv]
    if "torch" in sys.modules and sys.modules["torch"].cuda.is_available():
        print(f"GPU: {sys.modules['torch'].cuda.get_device_name()}, torch {sys.modules['torch'].__version__}, {os.cpu_count()} CPU cores")
    raise SystemExit(1 if vital else 0)


if __name__ == "__main__":
    main()
