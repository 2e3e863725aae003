"""The archive of the functions' code depends only on the modules and the definitions."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pulumi
import pytest

from components import SequenceDefinition
from components.function.code_archive import HANDLERS, code_archive

DEFINITIONS: dict[str, SequenceDefinition] = {
    "b": {"increment": 1, "min_value": 1, "max_value": 10**37, "start": 1, "cycle": False, "cache": 1},
    "a": {"increment": -1, "min_value": -3, "max_value": -1, "start": -1, "cycle": True, "cache": 2},
}


def contents(archive: pulumi.AssetArchive) -> dict[str, str]:
    return {
        name: Path(asset.path).read_text() if isinstance(asset, pulumi.FileAsset) else asset.text
        for name, asset in archive.assets.items()
        if isinstance(asset, pulumi.FileAsset | pulumi.StringAsset)
    }


def test_the_archive_holds_the_handlers_and_the_definitions() -> None:
    files = contents(code_archive(DEFINITIONS))
    assert {"handlers/__init__.py", "handlers/next_value.py", "handlers/stream_consumer.py"} < files.keys()
    assert json.loads(files["sequences.json"]) == DEFINITIONS


def test_the_order_of_the_definitions_does_not_matter() -> None:
    in_other_order = dict(reversed(DEFINITIONS.items()))
    assert contents(code_archive(in_other_order)) == contents(code_archive(DEFINITIONS))


def test_leftovers_of_interpreters_and_editors_are_not_shipped(tmp_path: Path) -> None:
    handlers = tmp_path / "handlers"
    shutil.copytree(HANDLERS, handlers, ignore=shutil.ignore_patterns("__pycache__"))
    clean = contents(code_archive(DEFINITIONS, handlers))
    for name in (
        ".#next_value.py",
        "next_value.py~",
        ".next_value.py.swp",
        "#next_value.py#",
        ".hidden.py",
        "4913.py",
        "flycheck_aws.py",
        "aws_BACKUP_1.py",
    ):
        (handlers / name).write_text("left behind")
    for folder in ("__pycache__", ".mypy_cache", "tests"):
        (handlers / folder).mkdir()
        (handlers / folder / "left.py").write_text("left behind")
    assert contents(code_archive(DEFINITIONS, handlers)) == clean == contents(code_archive(DEFINITIONS))


def test_the_working_directory_does_not_matter(tmp_path: Path) -> None:
    root = HANDLERS.parent
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from components.function.code_archive import code_archive\n"
        "for name, asset in code_archive({}).assets.items(): print(name, getattr(asset, 'path', asset))"
    )
    lines = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True)
    paths = [line.split()[1] for line in lines.stdout.splitlines() if line.startswith("handlers/")]
    assert paths == sorted(str(path) for path in HANDLERS.glob("*.py"))


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere: __init__\.py is missing; keep the folder handlers/ next"):
        code_archive(DEFINITIONS, tmp_path / "nowhere")
