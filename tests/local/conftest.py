"""One emulator for the whole run, and what is deployed to it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local import Deployment, Emulator, deploy

from .programs import REPOSITORY, write_open_stack

Deployed = Callable[..., Deployment]
Invoke = Callable[[str, object], Any]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def service(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The repository's own program; every name is a sequence."""
    return deploy(write_open_stack(tmp_path_factory.mktemp("service")), stack="dev", emulator=emulator)


@pytest.fixture(scope="session")
def invoke(emulator: Emulator) -> Invoke:
    """Invokes a function through the Lambda API; gives its reply, or its error's payload."""
    functions = emulator.client("lambda")

    def call(function: str, event: object) -> Any:
        return json.load(functions.invoke(FunctionName=function, Payload=json.dumps(event))["Payload"])

    return call


@pytest.fixture
def deployed(emulator: Emulator, request: pytest.FixtureRequest) -> Deployed:
    """Deploys a function as a program, in a project with the test's own name."""

    def run(program: Callable[[], object], **config: Any) -> Deployment:
        name = request.node.name.replace("_", "-").partition("[")[0][-40:].strip("-")
        return deploy(program, project=name, config=config, emulator=emulator)

    return run


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder for the files of a started program; its processes are known by the folder's name."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def start(scratch: Path) -> Iterator[Start]:
    """Starts `python -m local` with these arguments."""
    started = []

    def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "local", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, "TMPDIR": str(scratch), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
