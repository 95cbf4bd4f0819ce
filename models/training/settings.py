"""Settings of a run: a dataclass with defaults, overridden by a config file (--config config/stage_a.py) and by flags.

A config file is plain assignments, read as literals and never executed."""
import argparse
import ast
from dataclasses import fields
from pathlib import Path


def read(path):
    """{name: value} of the assignments in a config file."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)}


def load(settings, description):
    """An instance of the dataclass `settings`, with what the command line says."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config")
    for entry in fields(settings):
        flag = "--" + entry.name.replace("_", "-")
        if entry.type is bool:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=None)
        else:
            parser.add_argument(flag, type=entry.type, default=None)
    args = vars(parser.parse_args())
    path = args.pop("config")
    values = read(path) if path else {}
    names = {entry.name for entry in fields(settings)}
    unknown = set(values) - names
    if unknown:
        raise SystemExit(f"{path}: no setting is called {', '.join(sorted(unknown))}. There are: {', '.join(sorted(names))}.")
    values.update({name: value for name, value in args.items() if value is not None})
    return settings(**values)
