"""A layer of installed packages: nothing is downloaded when the program is deployed."""

from importlib.metadata import files
from pathlib import Path

import pulumi


def layer_of(*distributions: str) -> pulumi.AssetArchive:
    """The files of these distributions, as this environment has them, where Lambda's Python looks for a layer's.

    They must be pure Python, or built for the function's architecture. Listed one by one, without what interpreters
    leave beside them: the same packages make the same layer.
    """
    assets: dict[str, pulumi.Asset | pulumi.Archive] = {}
    for distribution in distributions:
        for file in files(distribution) or []:
            if ".." not in file.parts and file.suffix != ".pyc" and file.name not in ("RECORD", "INSTALLER"):
                assets[f"python/{file.as_posix()}"] = pulumi.FileAsset(str(Path(str(file.locate())).resolve()))
    return pulumi.AssetArchive(assets)
