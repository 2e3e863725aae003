"""The walls between the rooms, read off the imports; and what an import of the handlers may do."""

import ast
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "components",
    "handlers",
    "operations",
    "local",
    "plugin",
    "testing",
    "tests",
    "benchmarks",
    "sequence_service",
}
AWS = {"boto3", "botocore"}
SHARED = {"sequence_service.project", "sequence_service.pulumi_internals"}  # by their name in the wheel
MAY_IMPORT = {  # what each room may import beyond itself and third parties
    "components": set[str](),
    "handlers": set[str](),
    "operations": set[str](),
    "local": SHARED,
    "testing": SHARED,
    "sequence_service": set[str](),
}


def modules(room: str) -> list[Path]:
    """The Python files of a room."""
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each import of a file: how many packages it climbs (0: absolute), and what it names."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_itself_relatively_and_no_room_but_those_it_may(room: str) -> None:
    for path in modules(room):
        absolute = {name for level, name in imports(path) if not level}
        assert {name for name in absolute if name.partition(".")[0] in ROOMS} <= MAY_IMPORT[room], path


def test_the_shared_room_needs_nothing_that_only_an_extra_installs() -> None:
    for path in modules("sequence_service"):
        absolute = {name.partition(".")[0] for level, name in imports(path) if not level}
        assert absolute <= sys.stdlib_module_names | {"pulumi", "yaml"}, path  # PyYAML comes with pulumi


@pytest.mark.parametrize("room", sorted(ROOMS - {"tests"}))
def test_no_relative_import_climbs_out_of_its_room(room: str) -> None:
    for path in modules(room):
        depth = len(path.relative_to(ROOT).parts) - 1
        assert all(level <= depth for level, _ in imports(path)), path


def test_the_handlers_need_the_standard_library_and_botocore_alone() -> None:
    found = modules("handlers")
    assert ROOT / "handlers/next_value.py" in found
    for path in found:
        absolute = {name.partition(".")[0] for level, name in imports(path) if not level}
        assert absolute <= sys.stdlib_module_names | AWS, path


QUIET_IMPORT = """
import importlib, json, os, sys
import botocore.session, botocore.config, botocore.exceptions, botocore.client

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"pulumi", "pulumi_aws", "components", "operations", "local", "boto3"}:
            raise ImportError(name + " is behind the wall")

def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system")):
        raise RuntimeError(event + " while importing")
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")) and ".pyc." not in str(args[0]):
        raise RuntimeError("opened " + str(args[0]) + " while importing")

class Unread(dict):
    def __missing__(self, key):
        raise RuntimeError(key + " read while importing")
    def get(self, key, default=None):
        self[key]
    def __contains__(self, key):
        self[key]

modules = json.loads(sys.argv[1])
sys.meta_path.insert(0, Absent())
os.environ = Unread()
os.getenv = os.environ.get
sys.addaudithook(watch)
for name in modules:
    importlib.import_module(name)
print(len(modules))
"""


def test_importing_a_handler_reads_no_environment_opens_no_socket_and_needs_no_pulumi() -> None:
    names = [f"handlers.{path.stem}" for path in modules("handlers") if path.stem != "__init__"]
    ran = subprocess.run(
        [sys.executable, "-B", "-c", QUIET_IMPORT, json.dumps(names)],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.stdout.strip() == str(len(names)), ran.stderr


TIMED_IMPORT = "import time; begin = time.process_time(); import {}; print(time.process_time() - begin)"


def import_seconds(module: str) -> float:
    """CPU time of an import in a fresh interpreter."""
    command = [sys.executable, "-c", TIMED_IMPORT.format(module)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout)


def test_importing_the_entry_point_costs_no_more_than_boto3() -> None:
    import_seconds("handlers.next_value")  # the first import compiles
    ratios = [import_seconds("handlers.next_value") / import_seconds("boto3") for _ in range(5)]
    assert statistics.median(ratios) < 1.2
