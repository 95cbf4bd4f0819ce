"""Writes tests/fixtures/parity/scheduler-key-goldens.json: what every key of a scheduler_config.json does to every class.

Run by hand like make_scheduler_goldens.py, whose loop it runs. Each trial changes one key, with others where it takes
those to matter, and goes through every scheduler class, also those that do not know the key. A row holds the last sample
of the loop; `null` where the trial changed nothing, and the error where diffusers refuses or fails.
"""

import inspect
import json
import pathlib

import diffusers
from make_scheduler_goldens import CLASSES, PICKED, SHAPE, run

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "parity" / "scheduler-key-goldens.json"
STEPS = 6
BASE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
KARRAS = {"use_karras_sigmas": True}
FLOW = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
DYNAMIC = {**FLOW, "use_dynamic_shifting": True, "mu": 0.7}
# Without noise at the end first order is all there is, and these would not matter.
NOISY_END = {"final_sigmas_type": "sigma_min", "solver_order": 3}

# What is tried for each key; `mu` and `eta` are options and no keys.
TRIALS = {
    "num_train_timesteps": [500],
    "beta_start": [0.002],
    "beta_end": [0.03],
    "beta_schedule": ["linear", "sigmoid", "laplace"],
    "trained_betas": [{"num_train_timesteps": 60, "trained_betas": [0.001 + 0.0004 * i for i in range(60)]}],
    "rescale_betas_zero_snr": [{"rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}],
    "prediction_type": ["sample", "v_prediction", "flow_prediction", "original_sample", "v_diffusion"],
    "timestep_spacing": ["leading", "trailing", "linspace", "karras"],
    "steps_offset": [{"steps_offset": 1, "timestep_spacing": "leading"}],
    "clip_sample": [True, False],
    "clip_sample_range": [{"clip_sample": True, "clip_sample_range": 0.4}],
    "thresholding": [True],
    "dynamic_thresholding_ratio": [{"thresholding": True, "sample_max_value": 3.0, "dynamic_thresholding_ratio": 0.6}],
    "sample_max_value": [{"thresholding": True, "sample_max_value": 1.5}],
    "set_alpha_to_one": [True, False],
    "skip_prk_steps": [True, False],
    "interpolation_type": ["linear", "log_linear", "cubic"],
    "use_karras_sigmas": [True, {**KARRAS, "use_exponential_sigmas": True}],
    "use_exponential_sigmas": [True],
    "use_beta_sigmas": [True, {**KARRAS, "use_beta_sigmas": True}],
    "use_lu_lambdas": [True],
    "sigma_min": [{**KARRAS, "sigma_min": 0.1}],
    "sigma_max": [{**KARRAS, "sigma_max": 9.0}],
    "final_sigmas_type": ["sigma_min", "one"],
    "timestep_type": [{"timestep_type": "continuous", "prediction_type": "v_prediction"}, "hourly"],
    "solver_order": [1, 3, 4],
    "solver_type": ["midpoint", "heun", "logrho", "bh1", "bh2", "euler"],
    "algorithm_type": [
        "sde-dpmsolver++", "dpmsolver", "deis", "ddim",
        {"algorithm_type": "dpmsolver", **NOISY_END}, {"algorithm_type": "sde-dpmsolver", "final_sigmas_type": "sigma_min"},
    ],  # fmt: skip
    "lower_order_final": [{"lower_order_final": False, **NOISY_END}, False],
    "euler_at_final": [{"euler_at_final": True, **NOISY_END}],
    "lambda_min_clipped": [-2.0],
    "variance_type": ["fixed_small", "fixed_large", "learned", "learned_range"],
    "predict_x0": [False],
    "disable_corrector": [[0, 2]],
    "use_flow_sigmas": [FLOW, {**FLOW, **KARRAS}, {**FLOW, "use_exponential_sigmas": True}, {**FLOW, "use_beta_sigmas": True}],
    "flow_shift": [{**FLOW, "flow_shift": 3.0}],
    "use_dynamic_shifting": [True, DYNAMIC],
    "time_shift_type": [{**DYNAMIC, "time_shift_type": "linear"}, {**DYNAMIC, "time_shift_type": "sine"}],
    "shift_terminal": [{**FLOW, "shift_terminal": 0.1}],
    "shift": [3.0],
    "base_shift": [0.9],
    "max_shift": [2.0],
    "base_image_seq_len": [64],
    "max_image_seq_len": [1024],
    "invert_sigmas": [True],
    "stochastic_sampling": [True],
    "original_inference_steps": [40],
    "timestep_scaling": [2.0],
}
# Nothing that JSON can hold.
NOT_TRIED = {"solver_p"}


def make_row(name: str, key: str, value, plain: dict | None) -> dict:
    trial = dict(value) if isinstance(value, dict) else {key: value}
    options = {"mu": trial.pop("mu")} if "mu" in trial else {}
    accepted = inspect.signature(getattr(diffusers, name).set_timesteps).parameters
    options = {option: given for option, given in options.items() if option in accepted}
    if name in ("DDIMScheduler", "TCDScheduler"):
        options["eta"] = 0.3
    base = {} if name.startswith("Flow") else BASE
    config = {**base, **trial}
    row = {"scheduler": name, "key": key, "config": trial, "options": options}
    try:
        last = run(name, config, STEPS, options, 0, 7, False)["samples"][-1]
        row["last"] = None if plain is not None and last == plain["last"] else last
    except Exception as error:  # noqa: BLE001 - whatever it is, diffusers does not paint with this
        row["error"] = type(error).__name__
    return row


def main() -> None:
    known = {key for name in CLASSES for key in inspect.signature(getattr(diffusers, name).__init__).parameters}
    missing = known - set(TRIALS) - NOT_TRIED - {"self", "args", "kwargs"}
    assert not missing, f"never tried: {missing}"
    rows = []
    for name in CLASSES:
        plain = make_row(name, "", {}, None)
        rows.append(plain)
        rows += [make_row(name, key, value, plain) for key, values in TRIALS.items() for value in values]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    head = f'"diffusers": "{diffusers.__version__}", "shape": {list(SHAPE)}, "picked": {PICKED}, "steps": {STEPS}, "base": {json.dumps(BASE)}'
    TARGET.write_text(f'{{{head}, "rows": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
