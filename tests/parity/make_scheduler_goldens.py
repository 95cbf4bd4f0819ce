"""Writes tests/fixtures/parity/scheduler-more-goldens.json: what diffusers' schedulers do with random configurations.

Run by hand with torch 2.x, scipy and diffusers 0.40 (`pip install diffusers scipy`). Options: --rows N, --seed N,
--out FILE for larger comparisons that are not kept.

Each row is one whole loop: noise from a seeded generator, the pseudo-model 0.3 x + 0.05 sin(t / 100), further noise
from the same generator, `start` > 0 as image to image, `fill` with every second element put back after each step as
the inpainting pipeline does it. Kept are timesteps, sigmas and five elements of some samples.
"""

import argparse
import inspect
import json
import math
import pathlib
import random

import diffusers
import torch

SHAPE = (2, 4, 6, 6)
PICKED = [0, 7, 100, 201, 287]
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "parity" / "scheduler-more-goldens.json"

BETAS = [
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"},
    {"beta_schedule": "squaredcos_cap_v2"},
    {},
]
SPACING = {"timestep_spacing": ["leading", "trailing", "linspace"], "steps_offset": [0, 1, 1]}
BETA_KEYS = {**SPACING, "rescale_betas_zero_snr": [False, False, True]}
PREDICTION = {"prediction_type": ["epsilon", "v_prediction", "v_prediction", "sample"]}
CLIP = {"clip_sample": [False, True], "clip_sample_range": [1.0, 0.4]}
THRESHOLD = {
    "thresholding": [False, False, True],
    "dynamic_thresholding_ratio": [0.995, 0.9, 0.35],
    "sample_max_value": [1.0, 0.5, 2.0],
}
FINAL = {"final_sigmas_type": ["zero", "zero", "sigma_min"]}
RESPACED = ["use_karras_sigmas", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas"]
SOLVER = {"solver_order": [1, 2, 2, 3], "lower_order_final": [True, True, False], **THRESHOLD, **FINAL}

# Keys that each class is tried with; a value is chosen with a chance of one half.
CLASSES = {
    "DDIMScheduler": {**BETA_KEYS, **PREDICTION, **CLIP, **THRESHOLD, "set_alpha_to_one": [True, False]},
    "EulerDiscreteScheduler": {
        **BETA_KEYS,
        **PREDICTION,
        **FINAL,
        "interpolation_type": ["linear", "linear", "log_linear"],
        "timestep_type": ["discrete", "continuous"],
    },
    "EulerAncestralDiscreteScheduler": {**BETA_KEYS, "prediction_type": ["epsilon", "v_prediction"]},
    "DPMSolverMultistepScheduler": {
        **BETA_KEYS,
        **PREDICTION,
        **SOLVER,
        "algorithm_type": ["dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver"],
        "solver_type": ["midpoint", "heun"],
        "euler_at_final": [False, True],
        "use_lu_lambdas": [False, False, True],
        "lambda_min_clipped": [-math.inf, -5.1, -2.0],
    },
    "UniPCMultistepScheduler": {
        **BETA_KEYS,
        **PREDICTION,
        **SOLVER,
        "predict_x0": [True, True, False],
        "solver_type": ["bh1", "bh2"],
        "disable_corrector": [[], [0], [0, 1, 5]],
    },
    "LCMScheduler": {
        "rescale_betas_zero_snr": [False, True],
        **PREDICTION,
        **CLIP,
        **THRESHOLD,
        "original_inference_steps": [50, 50, 40, 100],
        "timestep_scaling": [10.0, 2.0],
        "set_alpha_to_one": [True, False],
    },
    "TCDScheduler": {
        "rescale_betas_zero_snr": [False, True],
        **PREDICTION,
        **CLIP,
        "original_inference_steps": [50, 50, 40],
        "set_alpha_to_one": [True, False],
    },
    "PNDMScheduler": {
        **SPACING,
        "prediction_type": ["epsilon", "v_prediction"],
        "skip_prk_steps": [True, True, False],
        "set_alpha_to_one": [True, False],
    },
    "FlowMatchEulerDiscreteScheduler": {
        "shift": [1.0, 3.0, 1.7],
        "use_dynamic_shifting": [False, True],
        "time_shift_type": ["exponential", "linear"],
        "shift_terminal": [None, 0.1],
        "invert_sigmas": [False, False, False, True],
        "stochastic_sampling": [False, True],
        "num_train_timesteps": [1000, 500],
    },
}
STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 18, 20, 21, 25, 30]


def choose_config(dice: random.Random, name: str) -> dict:
    config = {} if name.startswith("Flow") else dict(dice.choice(BETAS))
    for key, values in CLASSES[name].items():
        if dice.random() < 0.5:
            config[key] = dice.choice(values)
    accepted = inspect.signature(getattr(diffusers, name).__init__).parameters
    if dice.random() < 0.4:
        key = dice.choice(RESPACED)
        if key in accepted:
            config[key] = True
            if dice.random() < 0.2 and "sigma_min" in accepted:
                config |= {"sigma_min": 0.05, "sigma_max": 9.0}
    # Next to no signal is left at the end of some: what torch's own rounding makes of it differs between machines.
    if config.get("interpolation_type") == "log_linear":
        config.pop("rescale_betas_zero_snr", None)
    if config.get("beta_schedule") == "squaredcos_cap_v2":
        config["rescale_betas_zero_snr"] = False
        if name == "PNDMScheduler":
            config.pop("beta_schedule")
        if name.startswith("Euler"):
            config["timestep_spacing"] = "leading"
    if "use_flow_sigmas" in accepted and dice.random() < 0.15:
        config |= {"use_flow_sigmas": True, "prediction_type": "flow_prediction", "flow_shift": dice.choice([1.0, 3.0])}
        config.pop("rescale_betas_zero_snr", None)
        config.pop("algorithm_type", None)
        config.pop("predict_x0", None)
    if "trained_betas" in accepted and dice.random() < 0.04:
        config |= {"num_train_timesteps": 30, "trained_betas": [round(0.001 + 0.004 * i, 4) for i in range(30)]}
    return config


def choose_options(dice: random.Random, name: str, config: dict, steps: int) -> dict:
    options = {}
    if name in ("DDIMScheduler", "TCDScheduler"):
        options["eta"] = dice.choice([0.0, 0.3, 1.0])
    if name in ("LCMScheduler", "TCDScheduler") and dice.random() < 0.2:
        options["strength"] = dice.choice([0.5, 0.75])
    if name.startswith("Flow"):
        if config.get("use_dynamic_shifting"):
            options["mu"] = dice.choice([0.5, 1.15])
        if dice.random() < 0.3:
            options["sigmas"] = [1 - i / steps for i in range(steps)]
    return options


def run(name: str, config: dict, steps: int, options: dict, start: int, seed: int, fill: bool) -> dict:
    scheduler = getattr(diffusers, name).from_config({"_class_name": name, **config})
    scheduler.set_timesteps(steps, **{key: value for key, value in options.items() if key != "eta"})
    timesteps = scheduler.timesteps[start:]
    # Without it diffusers looks for the first timestep and takes the second of two equal ones.
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start)
    generator = torch.Generator("cpu").manual_seed(seed)
    noise = torch.randn(SHAPE, generator=generator)
    sample = noise * getattr(scheduler, "init_noise_sigma", 1.0)
    clean = torch.linspace(-1, 1, noise.numel()).reshape(SHAPE)
    mask = (torch.arange(noise.numel()) % 2).reshape(SHAPE)

    def add_noise(at: torch.Tensor) -> torch.Tensor:
        if name.startswith("Flow"):
            return scheduler.scale_noise(clean, at, noise)
        return scheduler.add_noise(clean, noise, at)

    if start > 0:
        sample = add_noise(timesteps[:1])
    accepted = inspect.signature(scheduler.step).parameters
    extra = {"generator": generator} if "generator" in accepted else {}
    if "eta" in accepted:
        extra["eta"] = options["eta"]
    samples = [sample]
    for i, t in enumerate(timesteps):
        scaled = scheduler.scale_model_input(sample, t) if hasattr(scheduler, "scale_model_input") else sample
        output = 0.3 * scaled + 0.05 * torch.sin(t.to(torch.float64) / 100).item()
        sample = scheduler.step(output, t, sample, **extra).prev_sample
        if fill:
            known = add_noise(timesteps[i + 1 : i + 2]) if i + 1 < len(timesteps) else clean
            sample = (1 - mask) * known + mask * sample
        samples.append(sample)
    kept = sorted({0, 1, len(samples) // 2, len(samples) - 1})
    sigmas = None
    if hasattr(scheduler, "sigmas") and name != "PNDMScheduler":
        sigmas = [shorten(value) for value in scheduler.sigmas.tolist()]
    return {
        "timesteps": [shorten(value) for value in scheduler.timesteps.tolist()],
        "sigmas": sigmas,
        "kept": kept,
        "samples": [[shorten(samples[k].flatten()[i].item()) for i in PICKED] for k in kept],
    }


def shorten(value: float) -> float | None:
    return float(f"{value:.7g}") if math.isfinite(value) else None


def make_row(dice: random.Random, name: str, seed: int) -> dict:
    config = choose_config(dice, name)
    steps = min(dice.choice(STEPS), config.get("num_train_timesteps", 1000) // 2)
    options = choose_options(dice, name, config, steps)
    may_start_late = "strength" not in options and config.get("lower_order_final") is not False
    start = dice.randrange(steps) if dice.random() < 0.3 and may_start_late else 0
    fill = dice.random() < 0.25
    row = {"scheduler": name, "config": config, "steps": steps, "options": options, "start": start, "seed": seed}
    row["fill"] = fill
    try:
        row |= run(name, config, steps, options, start, seed, fill)
    except (ValueError, NotImplementedError, AssertionError, IndexError, UnboundLocalError, RuntimeError) as error:
        row["error"] = f"{type(error).__name__}: {error}"[:90]
    # JSON has no infinity, and our reader takes null for "not given", which is what it means here.
    config.update({key: None for key, value in config.items() if value == -math.inf})
    return row


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=360)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=pathlib.Path, default=TARGET)
    given = arguments.parse_args()
    dice = random.Random(given.seed)
    names = list(CLASSES)
    rows = [make_row(dice, names[i % len(names)], given.seed * 1000 + i) for i in range(given.rows)]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    versions = f'"diffusers": "{diffusers.__version__}", "torch": "{torch.__version__}"'
    given.out.write_text(f'{{{versions}, "shape": {list(SHAPE)}, "picked": {PICKED}, "rows": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
