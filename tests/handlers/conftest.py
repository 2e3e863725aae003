"""Fixtures of the handlers' tests: each runs on both engines, on a table of its own."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Protocol

import botocore.endpoint
import pytest
from botocore.loaders import Loader, create_loader
from botocore.session import Session
from moto import mock_aws

from handlers import aws

from .engine import Definitions, Engine, Function, Table, complete


class Service(Protocol):
    """Starts a function on the test's table; called again, another one beside it."""

    def __call__(self, definitions: Definitions | None = None, **options: Any) -> Function: ...


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials: no test can reach an account."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(scope="session")
def loader() -> Loader:
    """The services as botocore describes them, read once for all tests: that is what making a client costs."""
    return create_loader()


@pytest.fixture(autouse=True)
def quick_clients(monkeypatch: pytest.MonkeyPatch, loader: Loader) -> None:
    """Let the clients that `handlers.aws` makes share it."""

    def session() -> Session:
        made = Session()
        made.register_component("data_loader", loader)
        return made

    monkeypatch.setattr(aws, "Session", session)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that botocore makes between tries, in seconds: noted, not waited for."""
    made: list[float] = []
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=made.append))
    return made


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
