"""Shared by the tests of several rooms: options, and DynamoDB Local, which not every machine has."""

import gc
import os
from collections.abc import Iterator

import pytest

from .dynamodb_local import dynamodb_local, missing


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for the length of the comparison with PostgreSQL."""
    parser.addoption(
        "--definitions", type=int, default=500, help="how many random definitions to compare with PostgreSQL"
    )


def pytest_collection_finish() -> None:
    """Keep the garbage collector from what is imported, which stays: the tests of components take a sixth less time."""
    gc.collect()
    gc.freeze()


def skip_unless_ci(reason: str) -> None:
    """Skip a test that this machine cannot run. With CI=true it fails instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dynamodb_local_url() -> Iterator[str]:
    """The URL of DynamoDB Local, AWS's own engine. All tests share one server."""
    if reason := missing():
        skip_unless_ci(reason)
    with dynamodb_local() as url:
        yield url
