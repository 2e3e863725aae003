"""Fixtures of the client's tests. No test reads this machine's AWS settings."""

import os
import time
from types import SimpleNamespace

import boto3
import pytest

from client import attempts


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set fake credentials and remove all other AWS variables and files, so that no test can reach an account."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, in seconds. They are recorded, not waited for."""
    made: list[float] = []
    monkeypatch.setattr(attempts, "time", SimpleNamespace(monotonic=time.monotonic, sleep=made.append))
    return made
