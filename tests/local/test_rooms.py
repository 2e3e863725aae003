"""The rooms inside `local/`: who may import whom, and that Pulumi's private API stays in its one module."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .programs import REPOSITORY

LOCAL = REPOSITORY / "local"
ORDER = ["cli", "deployment", "resources", "emulator", "errors"]  # each may import the ones after it


def imports(path: Path) -> Iterator[str]:
    """Each module that a file imports, by its full name."""
    package = ["local", *path.relative_to(LOCAL).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """The room of `local.deployment.deploy` is `deployment`."""
    return [*module.split("."), ""][1]


@pytest.mark.parametrize("name", ORDER)
def test_a_room_imports_only_the_rooms_below_it(name: str) -> None:
    files = [LOCAL / f"{name}.py"] if (LOCAL / f"{name}.py").is_file() else sorted((LOCAL / name).rglob("*.py"))
    assert files
    below = ORDER[ORDER.index(name) :]
    for path in files:
        found = {room(module) for module in imports(path) if module.startswith("local.")}
        assert found <= set(below), path


def test_every_part_of_the_package_is_a_room_or_a_known_module() -> None:
    parts = {path.stem for path in LOCAL.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert parts == {*ORDER, "__init__", "__main__", "pytest_plugin"}


@pytest.mark.parametrize("package", ["local", "testing"])
def test_pulumi_s_private_api_is_used_in_one_module_only(package: str) -> None:
    private = ("pulumi.runtime", "pulumi._", "pulumi.output")
    for path in sorted((REPOSITORY / package).rglob("*.py")):
        text = path.read_text()
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {getattr(node, "module", None) or alias.name for node in nodes for alias in node.names}
        assert not {name for name in names if name.startswith(private)}, path


def test_only_the_emulator_s_own_process_loads_ministack() -> None:
    users = {path.name for path in LOCAL.rglob("*.py") if any(each.startswith("ministack") for each in imports(path))}
    assert users == {"ministack_functions.py", "ministack_internals.py"}
    code = "import sys, local.cli.command_line; print('ministack' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_nothing_slow_is_loaded_before_the_command_line_can_be_interrupted() -> None:
    code = "import sys, local.__main__; print([each for each in ('boto3', 'pulumi', 'rich') if each in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
