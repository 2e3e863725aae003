"""The archive that both functions run: `handlers/` and the sequences' definitions, always in the same form."""

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
    """Build the archive from the modules in the folder `handlers` and the complete `definitions`.

    The modules are listed by name. The whole folder would also hold what interpreters, editors and merges leave in it,
    so the archive would change without a change of the code. Raises `FileNotFoundError` if a module is missing.
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
