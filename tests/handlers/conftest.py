"""Fixtures of the handlers' tests: each runs on both engines, on a table of its own."""

import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Protocol

import pytest
from moto import mock_aws

from handlers import aws

from .engine import Definitions, Engine, Function, Table, complete


class Service(Protocol):
    """Starts a function on the test's table; called again, another one beside it."""

    def __call__(self, definitions: Definitions | None = None, **options: Any) -> Function: ...


UPDATE: Any = {"TableName": "sequences", "Key": {"name": {"S": "a"}}}
Caller = Callable[[str], Callable[[], aws.Reply]]


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials: no test can reach an account; and no proxy or certificates but a test's own."""
    for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between tries, in seconds: noted, not waited for."""
    made: list[float] = []
    monkeypatch.setattr(aws, "time", SimpleNamespace(sleep=made.append, monotonic=time.monotonic))
    return made


@pytest.fixture
def caller(monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Makes what the handler calls at a URL, and gives its call."""

    def at(url: str) -> Callable[[], aws.Reply]:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        dynamodb = aws.Service("dynamodb")
        return lambda: dynamodb.call("UpdateItem", UPDATE, what="table sequences")

    return at


@pytest.fixture(params=["moto", "DynamoDB Local"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each test on both."""
    if request.param == "moto":
        with mock_aws():
            yield Engine(None)
    else:
        yield Engine(request.getfixturevalue("dynamodb_local_url"))


@pytest.fixture
def table(engine: Engine) -> Table:
    """A table that nobody has used."""
    return Table(engine)


@pytest.fixture
def service(engine: Engine, table: Table) -> Service:
    """Functions of one service, on one table."""

    def start(definitions: Definitions | None = None, **options: Any) -> Function:
        return Function(table, engine.wire(), complete(definitions), **options)

    return start
