"""The archive of a function's code depends only on the modules and the definitions."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pulumi
import pytest

from components import SequenceDefinition
from components.function.code_archive import HANDLERS, MODULES, code_archive

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


def unpack(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("entry_point", MODULES)
def test_an_archive_holds_only_the_definitions_and_the_imported_modules(entry_point: str, tmp_path: Path) -> None:
    files = contents(code_archive(entry_point, DEFINITIONS))
    assert json.loads(files["sequences.json"]) == DEFINITIONS
    unpack(files, tmp_path)
    script = f"import sys; sys.path.insert(0, '.'); from handlers.{entry_point} import handler; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    imported = {name for name in ran.stdout.split() if name.partition(".")[0] == "handlers"}
    held = {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in files}
    assert held - {"sequences.json"} == imported, "the archive must hold exactly the imported modules"


def test_the_archives_together_hold_every_module() -> None:
    held = {name for entry_point in MODULES for name in contents(code_archive(entry_point, DEFINITIONS))}
    assert held - {"sequences.json"} == {str(path.relative_to(HANDLERS.parent)) for path in HANDLERS.rglob("*.py")}


def test_the_order_of_the_definitions_does_not_matter() -> None:
    in_other_order = dict(reversed(DEFINITIONS.items()))
    assert contents(code_archive("next_value", in_other_order)) == contents(code_archive("next_value", DEFINITIONS))


def test_leftovers_of_interpreters_and_editors_are_not_shipped(tmp_path: Path) -> None:
    handlers = tmp_path / "handlers"
    shutil.copytree(HANDLERS, handlers, ignore=shutil.ignore_patterns("__pycache__"))
    clean = contents(code_archive("next_value", DEFINITIONS, handlers))
    for name in (
        ".#next_value.py",
        "next_value.py~",
        ".next_value.py.swp",
        "#next_value.py#",
        ".hidden.py",
        "4913.py",
        "flycheck_aws.py",
        "aws_BACKUP_1.py",
        "aws/.#call.py",
        "aws/call_BACKUP_1.py",
    ):
        (handlers / name).write_text("left behind")
    for folder in ("__pycache__", ".mypy_cache", "tests"):
        (handlers / folder).mkdir()
        (handlers / folder / "left.py").write_text("left behind")
    assert (
        contents(code_archive("next_value", DEFINITIONS, handlers))
        == clean
        == contents(code_archive("next_value", DEFINITIONS))
    )


def test_the_working_directory_does_not_matter(tmp_path: Path) -> None:
    root = HANDLERS.parent
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from components.function.code_archive import code_archive\n"
        "for name, asset in code_archive('next_value', {}).assets.items(): print(name, getattr(asset, 'path', asset))"
    )
    lines = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True)
    paths = [line.split()[1] for line in lines.stdout.splitlines() if line.startswith("handlers/")]
    assert paths == sorted(str(HANDLERS / f"{module}.py") for module in MODULES["next_value"])


def test_the_archive_is_small(tmp_path: Path) -> None:
    """Lambda downloads the archive at each cold start."""
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents(code_archive("next_value", DEFINITIONS)).items():
            archive.writestr(name, text)
    assert path.stat().st_size <= 30_000


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere: __init__\.py is missing; keep the folder handlers/ next"):
        code_archive("next_value", DEFINITIONS, tmp_path / "nowhere")
