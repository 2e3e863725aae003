"""The code that both functions run: `handlers/` and the sequences' definitions, as one deterministic archive."""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi

from ..definitions.args import SequenceDefinition

MODULES = (
    "__init__",
    "allocator",
    "aws",
    "change",
    "counter_table",
    "endpoint",
    "errors",
    "metrics",
    "next_value",
    "request",
    "sequence",
    "settings",
    "stream_consumer",
    "watchdog",
)
HANDLERS = Path(__file__).resolve().parent.parent.parent / "handlers"


def code_archive(definitions: Mapping[str, SequenceDefinition], handlers: Path = HANDLERS) -> pulumi.AssetArchive:
    """The archive that holds the modules of the folder `handlers`, and the complete `definitions`.

    The modules are listed by name: a folder as a whole would take along what interpreters, editors and merges leave in
    it, and so change without a change of the code. Raises `FileNotFoundError` where one is missing.
    """
    missing = [module for module in MODULES if not (handlers / f"{module}.py").is_file()]
    if missing:
        raise FileNotFoundError(
            f"{handlers}: {missing[0]}.py is missing; keep the folder handlers/ next to components/"
        )
    files: dict[str, pulumi.Asset | pulumi.Archive] = {
        f"handlers/{module}.py": pulumi.FileAsset(str(handlers / f"{module}.py")) for module in MODULES
    }
    text = json.dumps(definitions, sort_keys=True, separators=(",", ":"))
    return pulumi.AssetArchive({**files, "sequences.json": pulumi.StringAsset(text)})
