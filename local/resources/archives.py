"""Pulumi's assets and archives as the bytes of a ZIP file."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pulumi

from ..errors import UnsupportedError

_TIME = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes, so an unchanged layer is found again


def zip_bytes(archive: pulumi.Archive | pulumi.Asset) -> bytes:
    """The archive's files as one ZIP. A `FileArchive` or `FileAsset` of a .zip file is used as it is.

    Raises `UnsupportedError` for remote assets, and for a file that does not exist.
    """
    path = getattr(archive, "path", None)
    try:
        if path and Path(path).is_file():
            return Path(path).read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in sorted(_files(archive, "")):
                entry = zipfile.ZipInfo(name, _TIME)
                entry.external_attr = 0o644 << 16  # readable by the user that runs the function
                file.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()
    except OSError as cause:
        raise UnsupportedError(f"the code cannot be read: {cause}") from cause


def _files(node: pulumi.Archive | pulumi.Asset, name: str) -> Iterator[tuple[str, bytes]]:
    if isinstance(node, pulumi.AssetArchive):
        for key, inner in node.assets.items():
            yield from _files(inner, f"{name}/{key}" if name else key)
    elif isinstance(node, pulumi.FileAsset):
        yield name, Path(node.path).read_bytes()
    elif isinstance(node, pulumi.StringAsset):
        yield name, node.text.encode()
    elif isinstance(node, pulumi.FileArchive) and Path(node.path).is_dir():
        for path in sorted(Path(node.path).rglob("*")):
            if path.is_file():
                yield "/".join(filter(None, [name, path.relative_to(node.path).as_posix()])), path.read_bytes()
    elif isinstance(node, pulumi.FileArchive):
        with zipfile.ZipFile(node.path) as file:
            for inner_name in file.namelist():
                if not inner_name.endswith("/"):
                    yield "/".join(filter(None, [name, inner_name])), file.read(inner_name)
    else:
        raise UnsupportedError(f"{type(node).__name__} is not supported here; use a file, a folder or a string")
