"""What the tests of several rooms share: options, and engines that not every machine has."""

import os
from collections.abc import Iterator

import pytest

from .dynamodb_local import dynamodb_local, missing


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the comparison with PostgreSQL be made as long as one likes."""
    parser.addoption(
        "--definitions", type=int, default=500, help="how many random definitions to compare with PostgreSQL"
    )


def skip_unless_ci(reason: str) -> None:
    """Skip a test that this machine cannot run; where CI=true a gap is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dynamodb_local_url() -> Iterator[str]:
    """The endpoint of AWS's own DynamoDB engine, one server for all tests."""
    if reason := missing():
        skip_unless_ci(reason)
    with dynamodb_local() as url:
        yield url
