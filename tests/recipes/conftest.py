"""Run recipes with the real component, handler and client, on DynamoDB Local."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import client

from ..client.faulty_lambda import FaultyLambda, faulty_lambda
from ..handlers.engine import Engine, Function, Table, complete
from .snippets import run, snippets


@pytest.fixture(autouse=True)
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyLambda]:
    """A Lambda endpoint for boto3, with no other AWS settings. It has no function yet."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    with faulty_lambda(print) as server:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL_LAMBDA": server.url,
            "NO_PROXY": "127.0.0.1",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setitem(sys.modules, "sequence_service.client", client)
        yield server


@pytest.fixture
def namespace(endpoint: FaultyLambda, dynamodb_local_url: str) -> dict[str, Any]:
    """The names that a recipe has: `numbers`, and a `SequenceService` whose function answers behind it."""

    def service(_name: str, args: dict[str, Any]) -> None:
        engine = Engine(dynamodb_local_url)
        endpoint.function = Function(Table(engine), engine.transport(), complete(args["sequences"])).ask

    names: dict[str, Any] = {"__name__": "recipe", "function_name": "next-value", "SequenceService": service}
    for snippet in snippets("Recipes"):
        run(snippet, names)
    return names
