"""Build a layer from installed packages, so that a deployment downloads nothing."""

from importlib.metadata import files
from pathlib import Path

import pulumi


def layer_of(*distributions: str) -> pulumi.AssetArchive:
    """Put the installed files of these distributions into an archive, in the folder that Lambda expects.

    The distributions must be pure Python, or built for the function's architecture. Caches and install records are left
    out, so the same packages always make the same layer.
    """
    assets: dict[str, pulumi.Asset | pulumi.Archive] = {}
    for distribution in distributions:
        for file in files(distribution) or []:
            if ".." not in file.parts and file.suffix != ".pyc" and file.name not in ("RECORD", "INSTALLER"):
                assets[f"python/{file.as_posix()}"] = pulumi.FileAsset(str(Path(str(file.locate())).resolve()))
    return pulumi.AssetArchive(assets)
