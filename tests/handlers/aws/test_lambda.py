"""Under AWS's own runtime client: a cold start, errors, a killed connection, and a snapshot's credentials."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import lambda_runtime

from .scripted_server import ANSWER, Step, reply, scripted
from .test_credentials import credentials_reply, signed_with

DEFINITION = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
EVENT = {"name": "a"}


@contextmanager
def function(folder: Path, url: str, **environment: str) -> Iterator[lambda_runtime.Runtime]:
    """A deployed function that has not been called yet. `url` is its DynamoDB endpoint."""
    definitions = folder / "sequences.json"
    definitions.write_text(json.dumps({"a": DEFINITION}))
    variables = {
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_DYNAMODB": url,
        "SEQUENCE_TABLE_NAME": "sequences",
        "SEQUENCE_DEFINITIONS_PATH": str(definitions),
        **(environment or KEYS),
    }
    with lambda_runtime.running("handlers.next_value.handler", variables) as runtime:
        yield runtime


def refusal(code: str, message: str) -> Step:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message})
    return Step([reply(body.encode(), 400, "x-amzn-RequestId: 7F3A")])


def test_all_calls_of_a_function_share_one_connection(tmp_path: Path) -> None:
    with scripted(ANSWER) as server, function(tmp_path, server.url) as runtime:
        assert [runtime.invoke(EVENT).reply for _ in range(3)] == [7] * 3
    assert (len(server.requests), server.connections) == (3, 1)


@pytest.mark.parametrize(
    ("code", "type_", "requests"),
    [
        ("ThrottlingException", "SequenceUnavailableError", 3),
        ("AccessDeniedException", "ConfigurationError", 1),
        ("NewException", "SequenceUnavailableError", 1),
    ],
)
def test_an_aws_error_reaches_the_caller_in_ascii_with_its_request_id(
    tmp_path: Path, code: str, type_: str, requests: int
) -> None:
    with scripted(refusal(code, "nein, dänke \ud83d\ude00")) as server, function(tmp_path, server.url) as runtime:
        error = runtime.invoke(EVENT).error
        assert error["errorType"] == type_
        assert all(" " <= each <= "~" for each in error["errorMessage"])
        assert f"{code} (status 400, request id 7F3A)" in error["errorMessage"]
        assert len(server.requests) == requests
        assert runtime.invoke({"name": "b"}).error["errorType"] == "UnknownSequenceError"


def test_a_token_is_hidden_even_if_awss_message_contains_it(tmp_path: Path) -> None:
    refused = refusal("ValidationException", "the key #secret-7f3a is wrong")
    with scripted(refused) as server, function(tmp_path, server.url) as runtime:
        error = runtime.invoke({**EVENT, "token": "secret-7f3a"}).error
    assert "ValidationException (status 400, request id 7F3A)" in error["errorMessage"]
    assert "secret-7f3a" not in json.dumps(error)


def test_a_killed_connection_does_not_fail_a_call(tmp_path: Path) -> None:
    with scripted(ANSWER, Step([], resets=True), ANSWER) as server, function(tmp_path, server.url) as runtime:
        assert [runtime.invoke(EVENT).reply for _ in range(3)] == [7] * 3
    assert (len(server.requests), server.connections) == (4, 2)


def test_a_restored_function_gets_its_credentials_from_lambda(tmp_path: Path) -> None:
    with scripted(credentials_reply(1)) as container, scripted(ANSWER) as server:
        uri = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": container.url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "abc"}
        with function(tmp_path, server.url, **uri) as runtime:
            assert runtime.invoke(EVENT).reply == 7
    assert signed_with(server.requests[0]) == ("key1", "token1")
