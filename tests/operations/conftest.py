"""The command, run in this process."""

import functools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import JSONFileLoader
from typer.testing import CliRunner, Result

from operations.cli.app import make_app

from .tables import Table, moto_table

Sequences = Callable[..., Result]
DEFINITION = {"increment": 1, "min_value": 1, "max_value": 2**53 - 1, "start": 1, "cycle": False, "cache": 1}


@pytest.fixture(scope="session", autouse=True)
def models_read_once() -> Iterator[None]:
    """Keep what botocore reads about the services: each run of the command would read it again."""
    with pytest.MonkeyPatch.context() as patch:
        load = functools.cache(JSONFileLoader().load_file)
        patch.setattr(JSONFileLoader, "load_file", lambda _, path: load(path))
        yield


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fake credentials, no other variables of AWS or of a service, and an empty working directory."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "SEQUENCE_"))]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def sequences() -> Sequences:
    """Run `sequences` with these arguments. The result has the exit code, `stdout` and `stderr`."""

    def run(*arguments: object, input: str | None = None) -> Result:  # noqa: A002 - the runner's own name
        return CliRunner().invoke(make_app(), [str(each) for each in arguments], input=input, prog_name="sequences")

    return run


@pytest.fixture
def table() -> Iterator[Table]:
    """An empty table in moto."""
    with moto_table() as table:
        yield table


def write_outputs(folder: Path, sequences: dict[str, Any] | None = None, **outputs: Any) -> Path:
    """Write a stack's outputs into a file; each definition is completed with the defaults."""
    path = folder / "outputs.json"
    if sequences is not None:
        outputs["sequences"] = {name: {**DEFINITION, **given} for name, given in sequences.items()}
    path.write_text(json.dumps(outputs))
    return path
