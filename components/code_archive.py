"""The code that both functions run: `handlers/` and the sequences' definitions, as one deterministic archive."""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi

from .args import SequenceDefinition

HANDLERS = Path(__file__).resolve().parent.parent / "handlers"


def code_archive(definitions: Mapping[str, SequenceDefinition], handlers: Path = HANDLERS) -> pulumi.AssetArchive:
    """The archive that holds the modules of the folder `handlers`, and the complete `definitions`.

    The modules are listed one by one: a folder as a whole would take along what interpreters and editors leave in it,
    and so change without a change of the code. Raises `FileNotFoundError` where there are none.
    """
    modules = sorted(path for path in handlers.glob("*.py") if path.stem.isidentifier())
    if not modules:
        raise FileNotFoundError(f"no modules in {handlers}: the handlers' folder belongs beside the components'")
    files: dict[str, pulumi.Asset | pulumi.Archive] = {
        f"handlers/{path.name}": pulumi.FileAsset(str(path)) for path in modules
    }
    text = json.dumps(definitions, sort_keys=True, separators=(",", ":"))
    return pulumi.AssetArchive({**files, "sequences.json": pulumi.StringAsset(text)})
