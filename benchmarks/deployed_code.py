"""The function's code as it is deployed: the component's archive, unpacked."""

from collections.abc import Mapping
from pathlib import Path

import pulumi

from components.definitions.args import SequenceDefinition
from components.function.code_archive import code_archive
from components.service_options import read_options


def unpack(folder: Path, entry_point: str, definitions: Mapping[str, SequenceDefinition]) -> Path:
    """Write the archive's files into a new folder. There is no bytecode, as there is none in Lambda."""
    archive = code_archive(entry_point, read_options("benchmark", {"sequences": dict(definitions)}).sequences)
    for name, asset in archive.assets.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(asset, pulumi.FileAsset):
            path.write_bytes(Path(asset.path).read_bytes())
        elif isinstance(asset, pulumi.StringAsset):
            path.write_text(asset.text)
    return folder
