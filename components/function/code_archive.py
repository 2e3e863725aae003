"""The archive that a function runs: its modules from `handlers/` and the sequences' definitions."""

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
    "definitions",
    "errors",
    "request",
    "sequence",
    "settings",
)
MODULES = {  # by entry point
    "next_value": (*_SHARED, "allocator", "blocks", "counter_table", "http_event", "next_value"),
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
    """Build the archive from the modules that `entry_point` needs and the complete `definitions`.

    The modules are listed by name. The whole folder would also hold what interpreters, editors and merges leave in it,
    so the archive would change without a change of the code. Raises `FileNotFoundError` if a module is missing.
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
