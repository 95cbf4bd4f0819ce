"""Writes text encoders and U-Nets of diffusers as the graphs of a pack, with their configs; names are cut short."""

import pathlib

import onnx
import torch
from transformers import CLIPTextModelWithProjection

# The token that ends a prompt in the tiny vocabulary of packs/sd15.
END_ID = 513


class ExportedEncoder(torch.nn.Module):
    def __init__(self, model, has_layers: bool):
        super().__init__()
        self.model, self.has_layers = model, has_layers

    def forward(self, input_ids):
        found = self.model(input_ids, output_hidden_states=True)
        first = (found.text_embeds, found.last_hidden_state) if "text_embeds" in found else found[:2]
        return (*first, *found.hidden_states) if self.has_layers else tuple(first)


class ExportedUNet(torch.nn.Module):
    def __init__(self, model, names: list[str]):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *feeds):
        given = dict(zip(self.names, feeds, strict=True))
        added = {name: given[name] for name in ("text_embeds", "time_ids") if name in given}
        return self.model(
            given["sample"], given["timestep"], given["encoder_hidden_states"],
            timestep_cond=given.get("timestep_cond"), added_cond_kwargs=added or None,
        ).sample  # fmt: skip


def shorten_names(file: pathlib.Path) -> None:
    """Tiny graphs are mostly the names of their values."""
    model = onnx.load(file)
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output]}
    inner = [name for node in graph.node for name in node.output] + [values.name for values in graph.initializer]
    short = {name: f"v{number}" for number, name in enumerate(inner) if name and name not in kept}
    for node in graph.node:
        node.ClearField("name")
        for names in (node.input, node.output):
            names[:] = [short.get(name, name) for name in names]
    for values in graph.initializer:
        values.name = short.get(values.name, values.name)
    onnx.save(model, file)


def export(model, folder: pathlib.Path, feeds: dict, outputs: list[str], free: dict) -> None:
    folder.mkdir(parents=True)
    torch.onnx.export(
        model, tuple(feeds.values()), folder / "model.onnx", input_names=list(feeds), output_names=outputs,
        dynamic_axes=free, opset_version=17, dynamo=False,
    )  # fmt: skip
    shorten_names(folder / "model.onnx")


def export_encoder(model, tokenizer, pack: pathlib.Path, part: str, has_layers: bool) -> None:
    is_projected = isinstance(model, CLIPTextModelWithProjection)
    outputs = ["text_embeds", "last_hidden_state"] if is_projected else ["last_hidden_state", "pooler_output"]
    if has_layers:
        outputs += [f"hidden_states.{i}" for i in range(model.config.num_hidden_layers + 1)]
    feeds = {"input_ids": torch.tensor([[END_ID - 1] + [END_ID] * 76])}
    export(ExportedEncoder(model, has_layers), pack / part, feeds, outputs, {"input_ids": {0: "batch_size", 1: "sequence_length"}})
    (pack / part / "config.json").write_text(model.config.to_json_string())
    tokenizer.save_pretrained(pack / part.replace("text_encoder", "tokenizer"))


def export_unet(unet, pack: pathlib.Path) -> None:
    config = unet.config
    feeds = {
        "sample": torch.randn(2, config.in_channels, 8, 8),
        "timestep": torch.tensor(500.0),
        "encoder_hidden_states": torch.randn(2, 77, config.cross_attention_dim),
    }
    if config.time_cond_proj_dim:
        feeds["timestep_cond"] = torch.randn(2, config.time_cond_proj_dim)
    if config.addition_embed_type:
        feeds |= {"text_embeds": torch.randn(2, 12), "time_ids": torch.randn(2, 6)}
    batch = {0: "batch_size"}
    free = {name: batch for name in feeds if name != "timestep"}
    free["sample"] = {**batch, 2: "height", 3: "width"}
    free["encoder_hidden_states"] = {**batch, 1: "sequence_length"}
    export(ExportedUNet(unet, list(feeds)), pack / "unet", feeds, ["out_sample"], free)
    (pack / "unet" / "config.json").write_text(unet.to_json_string())
