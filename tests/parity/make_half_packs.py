"""Writes tests/fixtures/parity/half/: packs of the parity cases in half precision throughout, as `--dtype fp16` exports them.

Weights, inputs, outputs and arithmetic become float16. As in the networks themselves, the sinusoids of timestep and sizes
are still reckoned in 32 bits, and so are the scales of a resize. The other packs lay their parts over sd15's: what is
equal there is not written again. Run by hand with onnx and numpy: `python tests/parity/make_half_packs.py`.
"""

import pathlib
import shutil

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures" / "parity"
PACKS = ["packs/sd15", "packs/sd15_inpaint", "families/sdxl"]
NUMBERS = ("timestep", "time_ids")
LARGEST = float(numpy.finfo(numpy.float16).max)


def halve(tensor: onnx.TensorProto) -> None:
    values = numpy.clip(numpy_helper.to_array(tensor).astype(numpy.float64), -LARGEST, LARGEST)
    tensor.CopyFrom(numpy_helper.from_array(values.astype(numpy.float16), tensor.name))


def find_sinusoids(graph: onnx.GraphProto) -> set[str]:
    """Everything that comes from timestep and sizes, up to the first layer with weights."""
    found = {value.name for value in graph.input if value.name in NUMBERS}
    for node in graph.node:
        if node.op_type not in ("Gemm", "MatMul", "Shape") and found & set(node.input):
            # The sizes join the pooled prompt here.
            if "text_embeds" in node.input:
                continue
            found |= set(node.output)
    return found


def make_half(model: onnx.ModelProto) -> None:
    graph = model.graph
    wide = find_sinusoids(graph)
    feeds_wide = {name for node in graph.node if set(node.output) & wide for name in node.input} - wide
    feeds_wide |= {node.input[2] for node in graph.node if node.op_type == "Resize" and len(node.input) > 2}
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and tensor.name not in feeds_wide:
            halve(tensor)
    is_wide = lambda node: bool((set(node.output) & (wide | feeds_wide)))
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.name == "value" and attribute.t.data_type == TensorProto.FLOAT and not is_wide(node):
                halve(attribute.t)
            if attribute.name == "to" and attribute.i == TensorProto.FLOAT and not is_wide(node):
                attribute.i = TensorProto.FLOAT16
    for value in [*graph.input, *graph.output]:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT:
            value.type.tensor_type.elem_type = TensorProto.FLOAT16
    join(graph, wide)
    del graph.value_info[:]


def join(graph: onnx.GraphProto, wide: set[str]) -> None:
    """Casts at both ends of what stays in 32 bits."""
    nodes = []
    inputs = [value.name for value in graph.input if value.name in wide]
    cast = lambda name, to: helper.make_node("Cast", [name], [f"{name} {to}"], to=getattr(TensorProto, to))
    nodes += [cast(name, "FLOAT") for name in inputs]
    narrowed = set()
    for node in graph.node:
        stays = bool(set(node.output) & wide)
        for i, name in enumerate(node.input):
            if name in inputs and node.op_type != "Shape":
                node.input[i] = f"{name} FLOAT"
            elif name in wide and not stays and node.op_type != "Shape":
                if name not in narrowed:
                    nodes.append(cast(name, "FLOAT16"))
                    narrowed.add(name)
                node.input[i] = f"{name} FLOAT16"
        nodes.append(node)
    copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)


def main() -> None:
    shutil.rmtree(FIXTURES / "half", ignore_errors=True)
    for source in PACKS:
        target = FIXTURES / "half" / pathlib.Path(source).name
        shutil.copytree(FIXTURES / source, target)
        for file in target.glob("*/model.onnx"):
            model = onnx.load(file)
            make_half(model)
            onnx.checker.check_model(model, full_check=True)
            onnx.save(model, file)
            print(file.relative_to(FIXTURES), file.stat().st_size)
        drop_equal(target, FIXTURES / "half" / "sd15")


def drop_equal(target: pathlib.Path, base: pathlib.Path) -> None:
    """Removes the parts of a pack that are byte for byte those of another."""
    for part in [folder for folder in target.iterdir() if folder.is_dir() and target != base]:
        files = [file for file in part.rglob("*") if file.is_file()]
        twins = [base / file.relative_to(target) for file in files]
        if all(twin.exists() and twin.read_bytes() == file.read_bytes() for file, twin in zip(files, twins)):
            shutil.rmtree(part)


if __name__ == "__main__":
    main()
