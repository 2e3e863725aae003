"""The code that a function runs: its part of `handlers/` and the sequences' definitions, as a deterministic archive."""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi

from ..definitions.args import SequenceDefinition

_SHARED = (
    "__init__",
    "aws/__init__",
    "aws/answer",
    "aws/call",
    "aws/connection",
    "aws/credentials",
    "aws/endpoint",
    "aws/failures",
    "aws/http",
    "aws/signature",
    "aws/transport",
    "errors",
    "request",
    "sequence",
    "settings",
)
MODULES = {  # by the module that Lambda starts
    "next_value": (*_SHARED, "allocator", "counter_table", "next_value"),
    "stream_consumer": (
        *_SHARED,
        "stream/__init__",
        "stream/change",
        "stream/metrics",
        "stream/watchdog",
        "stream_consumer",
    ),
}
HANDLERS = Path(__file__).resolve().parent.parent.parent / "handlers"


def code_archive(
    entry_point: str, definitions: Mapping[str, SequenceDefinition], handlers: Path = HANDLERS
) -> pulumi.AssetArchive:
    """Pack what `entry_point` needs of the folder `handlers`, and the complete `definitions`.

    The modules are listed by name. A whole folder would include what interpreters, editors and merges leave in it, and
    so change without a change of the code. Raises `FileNotFoundError` if one is missing.
    """
    modules = sorted(MODULES[entry_point])
    missing = [module for module in modules if not (handlers / f"{module}.py").is_file()]
    if missing:
        raise FileNotFoundError(
            f"{handlers}: {missing[0]}.py is missing; keep the folder handlers/ next to components/"
        )
    files: dict[str, pulumi.Asset | pulumi.Archive] = {
        f"handlers/{module}.py": pulumi.FileAsset(str(handlers / f"{module}.py")) for module in modules
    }
    text = json.dumps(definitions, sort_keys=True, separators=(",", ":"))
    return pulumi.AssetArchive({**files, "sequences.json": pulumi.StringAsset(text)})
