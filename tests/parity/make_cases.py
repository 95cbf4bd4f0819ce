"""Writes the packs and pictures below tests/fixtures/parity/families/: what diffusers paints with other families of models.

Each pack is tiny and has random weights: Stable Diffusion 2 with v prediction, a consistency model (LCM), XL, and XL for
inpainting. The autoencoder is the one of packs/sd15 in every one of them, so its two graphs are not written again: the
pipelines here run them with onnxruntime, and a reader puts packs/sd15 underneath (`--whole DIR` writes complete packs).
Run by hand with torch, transformers 4.57, onnx, onnxruntime, pillow and diffusers at 0.40:
`python tests/parity/make_cases.py [--whole DIR]`.
"""

import argparse
import json
import pathlib
import shutil

import diffusers
import numpy
import onnxruntime
import torch
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from export_graphs import END_ID, export_encoder, export_unet

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures" / "parity"
BASE = FIXTURES / "packs" / "sd15"
FAMILIES = FIXTURES / "families"
SIZE = (96, 64)
# Latents of 11 x 7, which cannot be halved: the U-Net has to be told what size to come back to.
ODD_SIZE = (88, 56)
BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
PROMPT = "a red fox on a blue hill"
EAGER = {"attn_implementation": "eager"}


class OnnxAutoencoder(torch.nn.Module):
    """The autoencoder of packs/sd15 as diffusers' pipelines use one."""

    dtype = torch.float32
    device = torch.device("cpu")

    def __init__(self, scaling: float):
        super().__init__()
        config = json.loads((BASE / "vae_decoder" / "config.json").read_text())
        self.config = diffusers.configuration_utils.FrozenDict({**config, "scaling_factor": scaling})
        open_part = lambda part: onnxruntime.InferenceSession(BASE / part / "model.onnx", providers=["CPUExecutionProvider"])
        self.encoder_session, self.decoder_session = open_part("vae_encoder"), open_part("vae_decoder")

    def encode(self, pixels, **_):
        (parameters,) = self.encoder_session.run(None, {"sample": pixels.numpy()})
        return AutoencoderKLOutput(latent_dist=DiagonalGaussianDistribution(torch.from_numpy(parameters)))

    def decode(self, latents, return_dict=True, **_):
        (pixels,) = self.decoder_session.run(None, {"latent_sample": latents.numpy()})
        decoded = torch.from_numpy(pixels)
        return DecoderOutput(sample=decoded) if return_dict else (decoded,)


def make_tokenizer(pad: str) -> CLIPTokenizer:
    folder = BASE / "tokenizer"
    return CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", pad_token=pad, model_max_length=77)


def make_encoder(kind: type, width: int, seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    config = CLIPTextConfig(
        vocab_size=END_ID + 1, hidden_size=width, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
        projection_dim=12, bos_token_id=END_ID - 1, eos_token_id=END_ID, pad_token_id=END_ID, initializer_factor=4.0, **EAGER,
    )  # fmt: skip
    return kind(config).eval()


def make_unet(channels: int, context: int, seed: int, **extra) -> diffusers.UNet2DConditionModel:
    torch.manual_seed(seed)
    unet = diffusers.UNet2DConditionModel(
        sample_size=8, in_channels=channels, out_channels=4, layers_per_block=1, block_out_channels=(8, 8),
        norm_num_groups=4, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=4, cross_attention_dim=context,
        use_linear_projection=True, **extra,
    ).eval()  # fmt: skip
    with torch.no_grad():
        # Fresh weights hardly listen to the prompt and answer faintly; a wrong prompt or guidance must be seen.
        for name, values in unet.named_parameters():
            if "attn2.to_v" in name or "attn2.to_out" in name:
                values *= 1.5
        feeds = [torch.randn(1, channels, 8, 8), torch.tensor(500.0), torch.randn(1, 77, context)]
        given = {}
        if "time_cond_proj_dim" in extra:
            given["timestep_cond"] = torch.randn(1, extra["time_cond_proj_dim"])
        if "addition_embed_type" in extra:
            given["added_cond_kwargs"] = {"text_embeds": torch.randn(1, 12), "time_ids": torch.randn(1, 6)}
        unet.conv_out.weight *= 0.35 / unet(*feeds, **given).sample.std()
    return unet


def write_pack(name: str, pipeline, class_name: str) -> None:
    """The pack's own files; its autoencoder has only a config here."""
    pack = FAMILIES / name
    export_unet(pipeline.unet, pack)
    is_xl = hasattr(pipeline, "text_encoder_2")
    export_encoder(pipeline.text_encoder, pipeline.tokenizer, pack, "text_encoder", is_xl)
    if is_xl:
        export_encoder(pipeline.text_encoder_2, pipeline.tokenizer_2, pack, "text_encoder_2", True)
    for part in ("vae_encoder", "vae_decoder"):
        (pack / part).mkdir()
        (pack / part / "config.json").write_text(json.dumps(dict(pipeline.vae.config), indent=2))
    index = {"_class_name": class_name, "scheduler": ["diffusers", type(pipeline.scheduler).__name__]}
    if is_xl:
        index["force_zeros_for_empty_prompt"] = True
    (pack / "model_index.json").write_text(json.dumps(index, indent=2))
    pipeline.scheduler.save_pretrained(pack / "scheduler")


def make_packs() -> dict:
    """Per pack: the parts of its pipelines, the class that generates, and the scheduler of its own."""
    ends, bangs = make_tokenizer("<|endoftext|>"), make_tokenizer("!")
    plain = lambda tokenizer, seed, unet, **rest: {
        "vae": OnnxAutoencoder(0.18215), "text_encoder": make_encoder(CLIPTextModel, 16, seed), "tokenizer": tokenizer,
        "unet": unet, "safety_checker": None, "feature_extractor": None, "requires_safety_checker": False, **rest,
    }  # fmt: skip
    sized = {"addition_embed_type": "text_time", "addition_time_embed_dim": 4, "projection_class_embeddings_input_dim": 36}
    large = lambda channels, seed: {
        "vae": OnnxAutoencoder(0.13025), "tokenizer": ends, "tokenizer_2": bangs,
        "text_encoder": make_encoder(CLIPTextModel, 16, seed),
        "text_encoder_2": make_encoder(CLIPTextModelWithProjection, 12, seed + 1),
        "unet": make_unet(channels, 28, seed + 2, **sized),
    }  # fmt: skip
    v_config = {**BETAS, "prediction_type": "v_prediction", "set_alpha_to_one": False, "steps_offset": 1}
    return {
        "sd21_v": (plain(bangs, 11, make_unet(4, 16, 12)), "StableDiffusion", diffusers.DDIMScheduler(**v_config)),
        "lcm": (
            plain(ends, 21, make_unet(4, 16, 22, time_cond_proj_dim=32)),
            "LatentConsistencyModel",
            diffusers.LCMScheduler(**BETAS),
        ),
        # Without clip_sample and steps_offset: pipelines of XL leave both to the scheduler's class.
        "sdxl": (large(4, 31), "StableDiffusionXL", diffusers.EulerDiscreteScheduler(**BETAS, timestep_spacing="leading")),
        "sdxl_inpaint": (large(9, 41), "StableDiffusionXL", diffusers.EulerDiscreteScheduler(**BETAS, steps_offset=1)),
    }


SCHEDULERS = {
    "ddim": (diffusers.DDIMScheduler, {}),
    "euler": (diffusers.EulerDiscreteScheduler, {}),
    "euler-a": (diffusers.EulerAncestralDiscreteScheduler, {}),
    "dpm++2m": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
    "dpm++2m-karras": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "dpm++2m-sde": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "unipc": (diffusers.UniPCMultistepScheduler, {}),
    "lcm": (diffusers.LCMScheduler, {}),
    "tcd": (diffusers.TCDScheduler, {}),
    "pndm": (diffusers.PNDMScheduler, {}),
}

# pack, task, scheduler, steps, guidance, seed, negative (None where there is none), strength, guidance rescale
CASES = [
    ("sd21_v", "generate", "ddim", 6, 7.5, 1, "blurry, grey", None, 0),
    ("sd21_v", "vary", "unipc", 8, 5, 2, None, 0.6, 0),
    ("sd21_v", "fill", "dpm++2m-sde", 8, 5, 3, "grey", 0.8, 0),
    ("lcm", "generate", "lcm", 4, 8, 4, None, None, 0),
    ("lcm", "vary", "lcm", 4, 6, 5, None, 0.5, 0),
    ("lcm", "fill", "tcd", 6, 4, 6, None, 0.7, 0),
    ("sdxl", "generate", "euler", 6, 5, 7, "blurry, grey", None, 0),
    ("sdxl", "generate", "ddim", 4, 2, 8, None, None, 0),
    ("sdxl", "generate", "euler-a", 2, 1, 9, None, None, 0),
    ("sdxl", "vary", "dpm++2m-karras", 10, 5, 10, "grey", 0.5, 0),
    ("sdxl", "fill", "pndm", 8, 5, 11, None, 0.75, 0),
    ("sdxl_inpaint", "fill", "euler", 6, 6, 12, "blurry, grey", 1.0, 0),
    ("sdxl_inpaint", "fill", "ddim", 5, 3, 13, None, 0.9999, 0),
    ("sdxl", "generate", "euler", 6, 7, 14, "", None, 0),
    ("sdxl", "generate", "ddim", 5, 9, 15, "blurry", None, 0.7),
    ("sdxl_inpaint", "fill", "euler", 6, 9, 16, None, 0.9999, 0.5),
    ("sd21_v", "generate", "ddim", 6, 9, 17, "grey", None, 1.0),
]

# In ODD_SIZE.
ODD_CASES = [
    ("sd21_v", "generate", "ddim", 6, 5, 18, "blurry", None, 0),
    ("sdxl", "generate", "euler", 6, 5, 19, "grey", None, 0),
]


def paint(parts: dict, family: str, case: tuple, size: tuple = SIZE) -> Image.Image:
    pack, task, name, steps, guidance, seed, negative, strength, rescale = case
    # There is no pipeline for filling with a consistency model; Stable Diffusion's runs it.
    fitting = "StableDiffusion" if family == "LatentConsistencyModel" and task == "fill" else family
    kind = getattr(diffusers, fitting + {"generate": "", "vary": "Img2Img", "fill": "Inpaint"}[task] + "Pipeline")
    class_, overrides = SCHEDULERS[name]
    # As written: a config in memory remembers which of its values nobody had chosen, and those do not count.
    config = json.loads((FAMILIES / pack / "scheduler" / "scheduler_config.json").read_text())
    pipeline = kind(**parts, scheduler=class_.from_config(config, **overrides))
    pipeline.set_progress_bar_config(disable=True)
    request = {"prompt": PROMPT, "num_inference_steps": steps, "guidance_scale": guidance}
    if fitting != "LatentConsistencyModel":
        request["negative_prompt"] = negative
    if rescale > 0:
        request["guidance_rescale"] = rescale
    if task == "generate":
        request |= {"width": size[0], "height": size[1]}
    else:
        request |= {"image": Image.open(FAMILIES / "image.png"), "strength": strength}
    if task == "fill":
        request |= {"mask_image": Image.open(FAMILIES / "mask.png"), "width": size[0], "height": size[1]}
    return pipeline(**request, generator=torch.Generator("cpu").manual_seed(seed)).images[0]


def measure_psnr(a: Image.Image, b: Image.Image) -> float:
    error = ((numpy.asarray(a, float) - numpy.asarray(b, float)) ** 2).mean()
    return 10 * numpy.log10(255**2 / error) if error > 0 else numpy.inf


def require_steady(parts: dict, family: str, case: tuple, size: tuple, image: Image.Image) -> None:
    """A case whose picture hangs on the last bits of the network's answers could not tell right from wrong."""
    noise = torch.Generator("cpu").manual_seed(99)
    nudge = lambda model, inputs, output: (output[0] + 1e-6 * torch.randn(output[0].shape, generator=noise),)
    hook = parts["unet"].register_forward_hook(nudge)
    nudged = paint(parts, family, case, size)
    hook.remove()
    psnr = measure_psnr(image, nudged)
    assert psnr > 72, f"{case} is unsteady: {psnr:.1f} dB"


def write_inputs() -> None:
    """The left upper half of the pictures that the other cases use."""
    for name in ("image.png", "mask.png"):
        Image.open(FIXTURES / name).crop((0, 0, *SIZE)).save(FAMILIES / name)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--whole", type=pathlib.Path, help="also write packs that need nothing underneath")
    whole = options.parse_args().whole
    shutil.rmtree(FAMILIES, ignore_errors=True)
    FAMILIES.mkdir()
    write_inputs()
    packs = make_packs()
    for name, (parts, family, own) in packs.items():
        write_pack(name, getattr(diffusers, family + "Pipeline")(**parts, scheduler=own), family + "Pipeline")
    written = []
    sized = [*((case, SIZE) for case in CASES), *((case, ODD_SIZE) for case in ODD_CASES)]
    for number, (case, size) in enumerate(sized):
        pack, task, name, steps, guidance, seed, negative, strength, rescale = case
        parts, family, _ = packs[pack]
        image = paint(parts, family, case, size)
        require_steady(parts, family, case, size, image)
        expected = f"{number:02}-{pack}-{task}-{name.replace('+', 'p')}.png"
        image.save(FAMILIES / expected, optimize=True)
        row = {
            "pack": pack, "task": task, "scheduler": name, "steps": steps, "guidance": guidance, "seed": seed,
            "prompt": PROMPT, "negative": negative, "expected": expected,
        }  # fmt: skip
        row |= {} if strength is None else {"strength": strength}
        written.append(row if rescale == 0 else {**row, "guidanceRescale": rescale})
        print(expected, "std", round(numpy.asarray(image).std() / 255, 3))
    (FAMILIES / "cases.json").write_text(json.dumps(written, indent=1) + "\n")
    for name in packs if whole else ():
        shutil.copytree(BASE, whole / name, ignore=shutil.ignore_patterns("unet", "text_encoder", "tokenizer"))
        shutil.copytree(FAMILIES / name, whole / name, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
