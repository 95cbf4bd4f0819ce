"""Writes the trained networks as a pack: the folder layout that `optimum-cli export onnx` gives a diffusers pipeline.

    python export_onnx.py --out ../default
    python export_onnx.py --only upscaler

Weights are stored as fp16 and cast to fp32 when loaded, so one file serves WASM and WebGPU at full arithmetic precision.
"""
import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import stage
from checkpoint import load_painter, load_upscaler, load_vae
from diffusion import VPrediction
from model import LENGTH

HERE = Path(__file__).parent
FOREVER = {"log_sigma"}  # tables that need all their digits
SMALL = 256  # so do the speeds of the time features and the norms' scales, which cost nothing
SCHEDULER = {
    "_class_name": "DDIMScheduler", "_diffusers_version": "0.31.0", "num_train_timesteps": 1000,
    "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, "trained_betas": None,
    "prediction_type": "v_prediction", "rescale_betas_zero_snr": True, "timestep_spacing": "trailing",
    "clip_sample": False, "clip_sample_range": 1.0, "thresholding": False, "set_alpha_to_one": True, "steps_offset": 1,
}  # fmt: skip
INDEX = {
    "_class_name": "StableDiffusionInpaintPipeline", "_diffusers_version": "0.31.0", "requires_safety_checker": False,
    "feature_extractor": [None, None], "image_encoder": [None, None], "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
}  # fmt: skip


class Encode(nn.Module):
    """The mean and the log variance of the latents; the variance is as good as none (exp(-30))."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        mean = self.vae.encode(sample)
        return torch.cat([mean, mean * 0 - 30], 1)


class Decode(nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample)


def halve(model):
    """Stores every float32 weight of 256 numbers or more as float16, with a Cast in front of its users."""
    casts = []
    for index, weight in enumerate(model.graph.initializer):
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < SMALL or any(name in weight.name for name in FOREVER):
            continue
        small = numpy_helper.from_array(values.astype(np.float16), weight.name + "_fp16")
        casts.append(helper.make_node("Cast", [small.name], [weight.name], to=TensorProto.FLOAT, name=f"Cast_{index}"))
        weight.CopyFrom(small)
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def write(module, inputs, names, outputs, axes, path):
    """Exports, lets onnxruntime fold constants and merge equal nodes (standard operators only), halves the weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        raw, folded = f"{folder}/raw.onnx", f"{folder}/folded.onnx"
        torch.onnx.export(module.eval(), inputs, raw, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = folded
        options.log_severity_level = 3
        onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
        model = halve(onnx.load(folded))
    del model.graph.value_info[:]
    standard = [entry for entry in model.opset_import if entry.domain == ""]
    del model.opset_import[:]
    model.opset_import.extend(standard)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    print(f"{path.parent.name}/{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(model.graph.node)} nodes")


def config(path, **values):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, indent=2) + "\n")


def export_upscaler(upscaler, out):
    small = {0: "batch_size", 2: "height", 3: "width"}
    large = {0: "batch_size", 2: "large_height", 3: "large_width"}
    write(upscaler, (torch.zeros(1, 3, 128, 128),), ["sample"], ["out_sample"], {"sample": small, "out_sample": large}, out / "upscaler/model.onnx")


def export(painter, vae, tokenizer, out):
    buckets, side = [[height // 8, width // 8] for height, width in stage.SIZES.values()], stage.SIZES["1:1"][0]
    settings = painter.config
    picture, latent = torch.zeros(1, 3, side, side), torch.zeros(2, 9, side // 8, side // 8)
    ids, text = torch.zeros(1, LENGTH, dtype=torch.long), torch.zeros(2, LENGTH, settings.text_width)
    sides = {0: "batch_size", 2: "height", 3: "width"}
    write(painter.text, (ids,), ["input_ids"], ["last_hidden_state"], {"input_ids": {0: "batch_size", 1: "sequence_length"}, "last_hidden_state": {0: "batch_size", 1: "sequence_length"}}, out / "text_encoder/model.onnx")
    write(
        VPrediction(painter.unet), (latent, torch.tensor([999.0]), text), ["sample", "timestep", "encoder_hidden_states"], ["out_sample"],
        {"sample": sides, "timestep": {0: "steps"}, "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"}, "out_sample": sides}, out / "unet/model.onnx",
    )  # fmt: skip
    small = {0: "batch_size", 2: "latent_height", 3: "latent_width"}
    write(Encode(vae), (picture,), ["sample"], ["latent_parameters"], {"sample": sides, "latent_parameters": small}, out / "vae_encoder/model.onnx")
    write(Decode(vae), (latent[:1, :4],), ["latent_sample"], ["sample"], {"latent_sample": small, "sample": sides}, out / "vae_decoder/model.onnx")

    (out / "tokenizer").mkdir(parents=True, exist_ok=True)
    if tokenizer.resolve() != (out / "tokenizer").resolve():
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(tokenizer / name, out / "tokenizer")
    config(out / "model_index.json", **INDEX)
    config(out / "scheduler/scheduler_config.json", **SCHEDULER)
    config(out / "text_encoder/config.json", _class_name="CLIPTextModel", model_type="clip_text_model", hidden_size=settings.text_width, num_hidden_layers=settings.text_layers, num_attention_heads=4, max_position_embeddings=LENGTH, vocab_size=settings.vocabulary)
    config(
        out / "unet/config.json", _class_name="UNet2DConditionModel", in_channels=9, out_channels=4, sample_size=side // 8, cross_attention_dim=settings.text_width,
        block_out_channels=list(settings.channels), time_cond_proj_dim=None,
        underpaint={"buckets": buckets, "latent_multiple": 2, "default_steps": 8, "default_guidance": 3},
    )  # fmt: skip
    auto = {"_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": 4, "scaling_factor": 1.0, "sample_size": side, "block_out_channels": [32, 64, 96, 128]}
    config(out / "vae_encoder/config.json", **auto)
    config(out / "vae_decoder/config.json", **auto)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE.parent / "default")
    parser.add_argument("--only", choices=["upscaler"], help="leave the other parts of the pack as they are")
    args = parser.parse_args()
    torch.set_num_threads(1)
    export_upscaler(load_upscaler(), args.out)
    if args.only is None:
        export(load_painter(), load_vae(), stage.tokenizer(), args.out)


if __name__ == "__main__":
    main()
