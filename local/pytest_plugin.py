"""pytest fixtures that deploy a Pulumi program to an emulated AWS, in process, with IAM enforced.

Add this line to your conftest.py. It needs the extra `local`. The plugin loads only if you add the line:

    pytest_plugins = ["sequence_service.local.pytest_plugin"]
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from .deployment.deploy import deploy
from .deployment.stack import region_of
from .emulator.emulator import Emulator


@dataclass(frozen=True)
class LocalStack:
    """A stack in the emulated AWS."""

    outputs: dict[str, Any]
    """The program's exports, secrets in the clear."""

    session: boto3.Session
    """Its clients and resources use the emulated AWS, as root user of account 000000000000, in the stack's region."""


DeployLocally = Callable[..., LocalStack]
"""`deploy_locally(folder, stack="dev")`: the Pulumi program in this folder, deployed once for each stack."""


@pytest.fixture(scope="session")
def emulated_aws() -> Iterator[Emulator]:
    """One emulated AWS for the whole run; it ends after the run."""
    with Emulator.start() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def deploy_locally(emulated_aws: Emulator) -> DeployLocally:
    """A function that deploys the program in a folder and returns its `LocalStack`.

    It deploys each stack once in a run, so tests share the stack's data. All programs share one AWS account. Raises a
    subclass of `sequence_service.local.LocalError` if a program cannot be deployed.
    """
    deployed: dict[tuple[Path, str], LocalStack] = {}

    def deploy_once(folder: str | Path, stack: str = "dev") -> LocalStack:
        key = (Path(folder).resolve(), stack)
        if key not in deployed:
            outputs = deploy(key[0], stack=stack, emulator=emulated_aws).outputs
            deployed[key] = LocalStack(outputs, emulated_aws.session(region_of(*key)))
        return deployed[key]

    return deploy_once
