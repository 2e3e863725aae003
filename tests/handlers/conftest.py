"""Fixtures of the handlers' tests. Each test runs on both engines, with its own table."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Protocol

import pytest
from moto.server import ThreadedMotoServer

from handlers import aws
from handlers.aws import call

from .engine import Engine, Function, Given, Table, complete

OPEN: Given = {"*": {}}  # all names, with the defaults


class Service(Protocol):
    """Starts a function on the test's table. Each call starts one more."""

    def __call__(self, definitions: Given = OPEN, **options: Any) -> Function: ...


UPDATE: Any = {"TableName": "sequences", "Key": {"name": {"S": "a"}}}
Caller = Callable[[str], Callable[[], aws.CallResult]]


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set fake credentials and remove all other AWS variables, so that no test can reach an account."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, in seconds. They are recorded, not waited for."""
    made: list[float] = []
    monkeypatch.setattr(call, "time", SimpleNamespace(**{**vars(time), "sleep": made.append}))
    return made


@pytest.fixture
def caller(monkeypatch: pytest.MonkeyPatch) -> Caller:
    """For a URL, make a function that calls `UpdateItem` there as the handler does."""

    def at(url: str) -> Callable[[], aws.CallResult]:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        dynamodb = aws.Service("dynamodb", os.environ)
        return lambda: dynamodb.call("UpdateItem", UPDATE, what="table sequences")

    return at


@pytest.fixture(scope="session")
def moto_url() -> Iterator[str]:
    """The endpoint of moto. All tests share one server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it logs a line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["moto", "DynamoDB Local"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two engines."""
    fixture = "moto_url" if request.param == "moto" else "dynamodb_local_url"
    return Engine(request.getfixturevalue(fixture), slow=request.param == "moto")


@pytest.fixture
def table(engine: Engine) -> Table:
    """A new table."""
    return Table(engine)


@pytest.fixture
def service(engine: Engine, table: Table) -> Service:
    """Start functions of one service, on one table."""

    def start(definitions: Given = OPEN, **options: Any) -> Function:
        return Function(table, engine.transport(), complete(definitions), **options)

    return start
