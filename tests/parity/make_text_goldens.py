"""Writes tests/fixtures/parity/packs/sdxl_lcm/ and tests/fixtures/text/conditioning.json: what diffusers says to a U-Net.

The pack is tiny and has random weights: two text encoders as SDXL has them and a U-Net that takes everything that one
can take beside the sample (text_embeds, time_ids, timestep_cond), exported with optimum's names. It has no VAE.
Run by hand with torch, transformers 4.57, ftfy, onnx, and diffusers at 0.40:
`python tests/parity/make_text_goldens.py PATH/diffusers/examples/community/lpw_stable_diffusion.py`.
"""

import base64
import importlib.util
import json
import pathlib
import shutil
import sys
from types import SimpleNamespace

import torch
from diffusers import EulerDiscreteScheduler, LatentConsistencyModelPipeline, StableDiffusionXLPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"
PACK = FIXTURES / "parity" / "packs" / "sdxl_lcm"
TOKENIZER = FIXTURES / "parity" / "packs" / "sd15" / "tokenizer"
END_ID = 513

PROMPTS = ["a red fox on a blue hill!", "Two owls, one moon", "", "fox " * 90]
WEIGHTED = [
    "a (red) fox", "a ((red)) fox", "a (red:1.3) fox", "a [red] fox", "a [[red]] (fox:0.5)", "(a (red:1.5) fox:1.2)",
    "a \\(red\\) fox", "(a red fox:1)", "((a [red] fox))", "fox (on a:.7)(blue hill:1.4)",
]  # fmt: skip
LONG = ["fox hill " * 60, "a red fox, " * 13]
GUIDANCES = [1.0, 1.5, 2.0, 4.0, 7.5, 8.0, 8.5, 14.0]


def encode(values: torch.Tensor) -> dict:
    values = values.detach().float().contiguous()
    return {"dims": list(values.shape), "data": base64.b64encode(values.numpy().astype("<f4").tobytes()).decode()}


def make_tokenizer(pad: str) -> CLIPTokenizer:
    return CLIPTokenizer(TOKENIZER / "vocab.json", TOKENIZER / "merges.txt", pad_token=pad, model_max_length=77)


def make_encoder(kind: type, width: int, layers: int, seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    config = CLIPTextConfig(
        vocab_size=END_ID + 1, hidden_size=width, intermediate_size=37, num_hidden_layers=layers, num_attention_heads=4,
        projection_dim=20, bos_token_id=END_ID - 1, eos_token_id=END_ID, pad_token_id=END_ID, initializer_factor=5.0,
        attn_implementation="eager",
    )  # fmt: skip
    model = kind(config)
    for name, values in model.named_parameters():
        # Fresh layer norms leave a mean of zero, which nothing can be rescaled to; trained ones do not.
        if "norm" in name:
            torch.nn.init.normal_(values, 1.0 if name.endswith("weight") else 0.2, 0.3)
    return model.eval()


def make_unet(context: int, pooled: int) -> UNet2DConditionModel:
    torch.manual_seed(3)
    return UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 16), norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4, cross_attention_dim=context, use_linear_projection=True, time_cond_proj_dim=16,
        addition_embed_type="text_time", addition_time_embed_dim=4, projection_class_embeddings_input_dim=pooled + 24,
    ).eval()  # fmt: skip


class ExportedEncoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        found = self.model(input_ids, output_hidden_states=True)
        first = (found.text_embeds, found.last_hidden_state) if "text_embeds" in found else found[:2]
        return (*first, *found.hidden_states)


class ExportedUNet(torch.nn.Module):
    def __init__(self, model: torch.nn.Module):
        super().__init__()
        self.model = model

    def forward(self, sample, timestep, encoder_hidden_states, timestep_cond, text_embeds, time_ids):
        added = {"text_embeds": text_embeds, "time_ids": time_ids}
        return self.model(
            sample, timestep, encoder_hidden_states, timestep_cond=timestep_cond, added_cond_kwargs=added
        ).sample


def export(model: torch.nn.Module, part: str, feeds: dict, outputs: list[str], free: dict) -> None:
    folder = PACK / part
    folder.mkdir(parents=True)
    torch.onnx.export(
        model, tuple(feeds.values()), folder / "model.onnx", input_names=list(feeds), output_names=outputs,
        dynamic_axes=free, opset_version=17, dynamo=False,
    )  # fmt: skip


def export_encoder(model: torch.nn.Module, part: str, tokenizer: CLIPTokenizer) -> None:
    is_projected = isinstance(model, CLIPTextModelWithProjection)
    first = ["text_embeds", "last_hidden_state"] if is_projected else ["last_hidden_state", "pooler_output"]
    outputs = first + [f"hidden_states.{i}" for i in range(model.config.num_hidden_layers + 1)]
    tokens = {"input_ids": {0: "batch_size", 1: "sequence_length"}}
    # The pooled outputs are declared wrongly by optimum too; sessions do not mind.
    feeds = {"input_ids": torch.tensor([[END_ID - 1] + [END_ID] * 76])}
    export(ExportedEncoder(model), part, feeds, outputs, tokens)
    (PACK / part / "config.json").write_text(model.config.to_json_string())
    target = PACK / part.replace("text_encoder", "tokenizer")
    tokenizer.save_pretrained(target)


def export_unet(unet: UNet2DConditionModel, feeds: dict) -> None:
    batch = {0: "batch_size"}
    free = {name: batch for name in feeds if name != "timestep"}
    free["sample"] = {0: "batch_size", 2: "height", 3: "width"}
    free["encoder_hidden_states"] = {0: "batch_size", 1: "sequence_length"}
    export(ExportedUNet(unet), "unet", feeds, ["out_sample"], free)
    (PACK / "unet" / "config.json").write_text(unet.to_json_string())


def load_weighting(path: str):
    spec = importlib.util.spec_from_file_location("lpw", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@torch.no_grad()
def main() -> None:
    shutil.rmtree(PACK, ignore_errors=True)
    tokenizers = [make_tokenizer("<|endoftext|>"), make_tokenizer("!")]
    first = make_encoder(CLIPTextModel, 32, 3, 1)
    second = make_encoder(CLIPTextModelWithProjection, 24, 4, 2)
    unet = make_unet(32 + 24, 20)
    pipeline = StableDiffusionXLPipeline(
        vae=None, text_encoder=first, text_encoder_2=second, tokenizer=tokenizers[0], tokenizer_2=tokenizers[1],
        unet=unet, scheduler=EulerDiscreteScheduler(),
    )  # fmt: skip

    prompts = []
    for text in PROMPTS:
        states, none, pooled, none_pooled = pipeline.encode_prompt(text)
        assert not none.any() and not none_pooled.any()
        prompts.append({"text": text, "hiddenStates": encode(states), "pooled": encode(pooled)})
    time_ids = pipeline._get_add_time_ids((96, 64), (0, 0), (96, 64), torch.float32, 20)
    cropped = pipeline._get_add_time_ids((1024, 768), (16, 8), (512, 384), torch.float32, 20)

    guidance = []
    for value in GUIDANCES:
        w = torch.tensor(value - 1).repeat(1)
        embed = lambda width: LatentConsistencyModelPipeline.get_guidance_scale_embedding(None, w, embedding_dim=width)
        guidance.append({"guidance": value, "wide": encode(embed(256)), "odd": encode(embed(17))})

    generator = torch.Generator("cpu").manual_seed(5)
    draw = lambda *dims: torch.randn(dims, generator=generator)
    states, _, pooled, _ = pipeline.encode_prompt(PROMPTS[0])
    feeds = {
        "sample": draw(1, 4, 12, 8),
        "timestep": torch.tensor(500.0),
        "encoder_hidden_states": states,
        "timestep_cond": LatentConsistencyModelPipeline.get_guidance_scale_embedding(
            None, torch.tensor([7.0]), embedding_dim=16
        ),
        "text_embeds": pooled,
        "time_ids": time_ids,
    }
    predicted = ExportedUNet(unet)(*feeds.values())

    weighting = load_weighting(sys.argv[1])
    plain = SimpleNamespace(tokenizer=tokenizers[0], text_encoder=first, device=torch.device("cpu"))
    weigh = lambda text: weighting.get_weighted_text_embeddings(plain, text, max_embeddings_multiples=8)[0]
    weighted = [
        {"text": text, "parts": weighting.parse_prompt_attention(text), "hiddenStates": encode(weigh(text))}
        for text in WEIGHTED
    ]
    long = [{"text": text, "hiddenStates": encode(weigh(text))} for text in LONG]

    export_encoder(first, "text_encoder", tokenizers[0])
    export_encoder(second, "text_encoder_2", tokenizers[1])
    export_unet(unet, feeds)
    goldens = {
        "prompts": prompts,
        "timeIds": {"whole": encode(time_ids), "cropped": encode(cropped)},
        "guidance": guidance,
        "unet": {"prompt": PROMPTS[0], "guidance": 8, "sample": encode(feeds["sample"]), "output": encode(predicted)},
        "weighted": weighted,
        "long": long,
    }
    (FIXTURES / "text" / "conditioning.json").write_text(json.dumps(goldens, indent=1) + "\n")


if __name__ == "__main__":
    main()
