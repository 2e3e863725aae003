"""The wheel: its contents, and that it works without the repository."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from components import __version__
from components.checking.mistakes import Mistakes
from components.definitions.complete import complete_definitions
from components.function.code_archive import code_archive
from local.resources.archives import zip_bytes

from .conftest import REPOSITORY, Installed, build, install

ROOMS = ("components", "handlers", "client", "operations", "local", "testing")


def content(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_wheel_has_only_the_rooms_under_one_name(wheel: Path) -> None:
    files = content(wheel)
    shipped = {name for name in files if ".dist-info/" not in name}
    modules = {
        f"sequence_service/{path.relative_to(REPOSITORY).as_posix()}"
        for room in ROOMS
        for path in (REPOSITORY / room).rglob("*.py")
    }
    shared = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "sequence_service").rglob("*.py")}
    assert shipped == modules | shared | {"sequence_service/py.typed"}
    for name in modules:
        assert files[name] == (REPOSITORY / name.removeprefix("sequence_service/")).read_bytes()


def test_a_clean_clone_and_its_sdist_give_the_same_wheel(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", REPOSITORY.as_uri(), str(clone)], check=True)
    sdist = build("sdist", clone, tmp_path / "sdist")
    with tarfile.open(sdist) as file:
        file.extractall(tmp_path / "unpacked", filter="data")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    from_clone = build("wheel", clone, tmp_path / "a")
    from_sdist = build("wheel", unpacked, tmp_path / "b")
    assert from_clone.name == from_sdist.name
    assert from_clone.read_bytes() == from_sdist.read_bytes()


def copy_of_the_files(folder: Path, mode: int, time: int) -> Path:
    """Copy every file that git knows, with this mode and time."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, copy)
            copy.chmod(mode)
            os.utime(copy, (time, time))
    return folder


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_time_umask_and_place_do_not_change_the_bytes(kind: str, tmp_path: Path) -> None:
    first = build(kind, copy_of_the_files(tmp_path / "here", 0o644, 1_000_000_000), tmp_path / "first")
    before = os.umask(0o077)
    try:
        again = build(kind, copy_of_the_files(tmp_path / "else" / "where", 0o600, 1_700_000_000), tmp_path / "again")
    finally:
        os.umask(before)
    assert again.read_bytes() == first.read_bytes()


def test_the_version_is_the_components_version(wheel: Path, installed: Installed) -> None:
    assert f"-{__version__}-" in wheel.name
    version = installed.run("-c", "from importlib.metadata import version; print(version('sequence-service'))")
    assert version.strip() == __version__


SHIPPED = """
import hashlib, json, sys
from sequence_service.components import SequenceService, __file__ as here
from sequence_service.components.function.code_archive import code_archive
from sequence_service.components.definitions.complete import complete_definitions
from sequence_service.components.checking.mistakes import Mistakes
from sequence_service.local.resources.archives import zip_bytes
archive = code_archive("next_value", complete_definitions({"orders": {"cache": 20}, "*": {}}, Mistakes()))
loaded = [module.__file__ or "" for name, module in sys.modules.items() if name.startswith("sequence_service")]
print(json.dumps({"here": here, "names": sorted(archive.assets), "loaded": loaded,
    "hash": hashlib.sha256(zip_bytes(archive)).hexdigest()}))
"""


def test_the_installed_component_builds_the_same_archive(installed: Installed) -> None:
    shown = json.loads(installed.run("-c", SHIPPED))
    assert Path(shown["here"]).is_relative_to(installed.python.parents[1])
    ours = code_archive("next_value", complete_definitions({"orders": {"cache": 20}, "*": {}}, Mistakes()))
    assert shown["names"] == sorted(ours.assets)
    assert shown["hash"] == hashlib.sha256(zip_bytes(ours)).hexdigest()


def test_the_installed_component_imports_only_its_own_room(installed: Installed) -> None:
    shown = json.loads(installed.run("-c", SHIPPED))
    rooms = {Path(file).relative_to(installed.python.parents[1]).parts[4] for file in shown["loaded"]}
    assert rooms == {"__init__.py", "components", "local"}


def test_importing_the_component_needs_neither_boto3_nor_pytest(installed: Installed) -> None:
    script = "import sys, sequence_service.components; print({'boto3', 'botocore', 'pytest'} & set(sys.modules))"
    assert installed.run("-c", script).strip() == "set()"


def test_the_installed_command_line_runs(installed: Installed) -> None:
    assert re.search(
        r"usage: python -m sequence_service\.local .*demo.*up", installed.run("-m", "sequence_service.local", "--help")
    )


def test_the_installed_script_runs(installed: Installed) -> None:
    script = installed.python.parent / "sequences"
    printed = subprocess.run([script, "redrive", "--help"], capture_output=True, text=True, check=True).stdout
    assert "Usage: sequences redrive [OPTIONS]" in printed
    assert "Usage: sequences [OPTIONS]" in installed.run("-m", "sequence_service.operations", "--help")


def test_type_checkers_see_the_wheels_types(installed: Installed) -> None:
    program = installed.folder / "typed.py"
    program.write_text(
        "from sequence_service.components import SequenceService\n"
        "service = SequenceService('numbers', {'sequences': {'orders': {'cache': 'many'}}})\n"
        "reveal_type(service.function_name)\n"
    )
    process = subprocess.run(
        [installed.python, "-m", "mypy", "--config-file", str(REPOSITORY / "pyproject.toml"), str(program)],
        cwd=installed.folder,
        capture_output=True,
        text=True,
    )
    assert 'Incompatible types (expression has type "str", TypedDict item "cache" has type "int")' in process.stdout
    assert 'Revealed type is "pulumi.output.Output[str]"' in process.stdout
    assert "Found 1 error" in process.stdout


def test_an_editable_install_has_the_same_module_names(tmp_path: Path) -> None:
    editable = install(tmp_path, "--no-build-isolation", "--editable", str(REPOSITORY))
    script = "from sequence_service.components import tags; import sequence_service.local; print(tags.__file__)"
    assert editable.run("-c", script).strip() == str(REPOSITORY / "components" / "tags.py")
