"""Under Lambda's own runtime client, no token and no key of AWS reaches the log or an answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from evidence.attacks.target import CANARY
from tests import lambda_runtime
from tests.handlers.fake_server import FakeServer, fake_server

DEFINITION = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}
SECRETS = (CANARY, "secret-key-5b1c", "session-9e2d")
WRONG: list[dict[str, Any]] = [
    {"name": "a", "token": f"{CANARY}\n"},
    {"name": "a", "token": [CANARY]},
    {"name": "a", "token": CANARY, "count": 0},
    {"name": "unknown", "token": CANARY},
    {"arguments": {"name": "a", "token": {CANARY: CANARY}}},
]


def environment(url: str, folder: Path, log_format: str) -> dict[str, str]:
    """A deployed function whose DynamoDB is at `url`."""
    path = folder / "sequences.json"
    path.write_text(json.dumps({"a": DEFINITION}))
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": SECRETS[1],
        "AWS_SESSION_TOKEN": SECRETS[2],
        "AWS_REGION": "us-east-1",
        "AWS_LAMBDA_LOG_FORMAT": log_format,
        "SEQUENCE_TABLE_NAME": "sequences",
        "SEQUENCE_DEFINITIONS_PATH": str(path),
    }


def over_http(event: dict[str, Any]) -> dict[str, Any]:
    """The event as a body, with the token in the header too."""
    return {"httpMethod": "POST", "headers": {"Idempotency-Key": CANARY}, "body": json.dumps(event)}


def shown(server: FakeServer, events: list[dict[str, Any]], folder: Path, log_format: str) -> tuple[list[Any], str]:
    """Send the events; gives the outcomes, and all that the process wrote."""
    with (folder / "log").open("wb") as log:
        variables = environment(server.url, folder, log_format)
        with lambda_runtime.running("handlers.next_value.handler", variables, log=log) as runtime:
            outcomes = [runtime.invoke(event) for event in events]
    return outcomes, (folder / "log").read_text()


@pytest.mark.parametrize(
    ("log_format", "code", "error"),
    [
        ("JSON", "AccessDeniedException", "ConfigurationError"),
        ("Text", "SomethingNewException", "SequenceUnavailableError"),
    ],
)
def test_no_token_is_logged_or_answered(log_format: str, code: str, error: str, tmp_path: Path) -> None:
    right = {"name": "a", "token": CANARY}
    with fake_server({"__type": f"x#{code}", "message": f"item #{CANARY}"}, status=400) as server:
        events = [right, over_http(right), *WRONG, *map(over_http, WRONG)]
        outcomes, log = shown(server, events, tmp_path, log_format)
    assert outcomes[0].error["errorType"] == error
    assert {each.error["errorType"] for each in outcomes[2:7]} == {"InvalidRequestError", "UnknownSequenceError"}
    assert log.count(error) >= 2, "the log must show both faults"
    everything = log + json.dumps(outcomes)
    assert [secret for secret in SECRETS if secret in everything] == []
