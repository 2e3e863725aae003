"""The code that both functions run: `handlers/` and the sequences' definitions, as one deterministic archive."""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi

from .args import SequenceDefinition

MODULES = (
    "__init__",
    "allocator",
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
    "change",
    "counter_table",
    "errors",
    "metrics",
    "next_value",
    "request",
    "sequence",
    "settings",
    "stream_consumer",
    "watchdog",
)
HANDLERS = Path(__file__).resolve().parent.parent / "handlers"


def code_archive(definitions: Mapping[str, SequenceDefinition], handlers: Path = HANDLERS) -> pulumi.AssetArchive:
    """The archive that holds the modules of the folder `handlers`, and the complete `definitions`.

    The modules are listed by name: a folder as a whole would take along what interpreters, editors and merges leave in
    it, and so change without a change of the code. Raises `FileNotFoundError` where one is missing.
    """
    missing = [module for module in MODULES if not (handlers / f"{module}.py").is_file()]
    if missing:
        raise FileNotFoundError(
            f"no {missing[0]}.py in {handlers}: the handlers' folder belongs beside the components'"
        )
    files: dict[str, pulumi.Asset | pulumi.Archive] = {
        f"handlers/{module}.py": pulumi.FileAsset(str(handlers / f"{module}.py")) for module in MODULES
    }
    text = json.dumps(definitions, sort_keys=True, separators=(",", ":"))
    return pulumi.AssetArchive({**files, "sequences.json": pulumi.StringAsset(text)})
