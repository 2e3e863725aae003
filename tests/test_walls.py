"""The walls between the rooms: what each room imports, and what an import of the handlers does."""

import ast
import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .handlers.fake_server import fake_server

ROOT = Path(__file__).parent.parent
ANYTHING = {"*"}
WALLS = {  # each room, with the other rooms and third-party packages that it may import
    "components": {"pulumi", "pulumi_aws"},
    "handlers": set[str](),  # only the standard library
    "client": {"boto3", "botocore"},
    "operations": {"boto3", "botocore", "psycopg", "rich", "typer"},
    "sequence_service": {"pulumi", "yaml"},
    "local": {"sequence_service", "boto3", "botocore", "ministack", "pulumi", "pytest", "rich", "yaml"},
    "testing": {"sequence_service", "pulumi", "pulumi_aws"},
    "plugin": {"plugin", "components", "pulumi"},  # its __main__.py runs as a script
    "benchmarks": ANYTHING,
    "evidence": ANYTHING,
    "examples": ANYTHING,
    "tests": ANYTHING,
}
PROGRAM = {"components", "pulumi"}
MOST_MODULES = 60  # the limit for modules of the standard library that a first call imports


def modules(room: str) -> list[Path]:
    """The Python files of a room."""
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The imports of a file: the level of each (0 is absolute), and the module's name."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports absolutely, without the standard library."""
    absolute = {name.partition(".")[0] for level, name in imports(path) if not level}
    return absolute - sys.stdlib_module_names


def test_every_folder_with_code_has_walls() -> None:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.partition("/")[0] for line in listed.splitlines() if "/" in line}
    assert folders == WALLS.keys()


@pytest.mark.parametrize("room", [room for room, allowed in WALLS.items() if allowed != ANYTHING])
def test_a_room_imports_only_what_it_may(room: str) -> None:
    found = modules(room)
    assert found
    beyond = {str(path.relative_to(ROOT)): imported(path) - WALLS[room] for path in found}
    assert {path: names for path, names in beyond.items() if names} == {}


def test_the_program_imports_no_internals_of_pulumi() -> None:
    assert imported(ROOT / "__main__.py") == PROGRAM
    assert {name for level, name in imports(ROOT / "__main__.py") if "." in name} == set()


@pytest.mark.parametrize("room", [room for room in WALLS if room != "tests"])
def test_no_relative_import_leaves_its_room(room: str) -> None:
    for path in modules(room):
        depth = len(path.relative_to(ROOT).parts) - 1
        assert all(level <= depth for level, _ in imports(path)), path


QUIET_IMPORT = """
import importlib, json, os, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in sys.stdlib_module_names | {"handlers"}:
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


def test_importing_a_handler_has_no_side_effects_and_needs_no_package() -> None:
    found = [path.relative_to(ROOT).with_suffix("") for path in modules("handlers")]
    names = [".".join(path.parts) for path in found if path.name != "__init__"]
    assert "handlers.aws.call" in names
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


FIRST_CALL = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from handlers.next_value import handler
assert handler({"name": "a"}, None) == 7
print(*sorted(set(sys.modules) - before))
"""


def pythons() -> list[str]:
    """The running interpreter, and newer ones on this machine."""
    found = [shutil.which(f"python3.{minor}") for minor in (12, 13, 14)]
    return [sys.executable, *(path for path in found if path and works(path))]


def works(python: str) -> bool:
    """Whether it runs: a version manager's placeholder may not."""
    return not subprocess.run([python, "-c", ""], capture_output=True, check=False, timeout=60).returncode


@pytest.mark.parametrize("python", pythons())
def test_a_first_call_imports_few_modules(python: str, tmp_path: Path) -> None:
    """Each module costs time at a cold start. The call runs without `site`, as in Lambda."""
    definition = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}
    (tmp_path / "sequences.json").write_text(json.dumps({"a": definition}))
    with fake_server() as server:
        ran = subprocess.run(
            [python, "-S", "-B", "-c", FIRST_CALL, str(ROOT)],
            env={
                "AWS_ENDPOINT_URL": server.url,
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": "us-east-1",
                "SEQUENCE_TABLE_NAME": "sequences",
                "SEQUENCE_DEFINITIONS_PATH": str(tmp_path / "sequences.json"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    imported = [name for name in ran.stdout.split() if name.partition(".")[0] != "handlers"]
    assert imported, ran.stderr
    assert len(imported) <= MOST_MODULES, imported


TIMED_IMPORT = "import time; begin = time.process_time(); import {}; print(time.process_time() - begin)"


def import_seconds(module: str) -> float:
    """The CPU time of an import in a new interpreter."""
    command = [sys.executable, "-c", TIMED_IMPORT.format(module)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout)


def test_importing_the_entry_point_is_much_faster_than_importing_boto3() -> None:
    import_seconds("handlers.next_value")  # the first import compiles
    ratios = [import_seconds("handlers.next_value") / import_seconds("boto3") for _ in range(5)]
    assert statistics.median(ratios) < 0.5
