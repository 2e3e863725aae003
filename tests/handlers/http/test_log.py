"""What an operator reads in the log: faults of the service, without tokens."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from handlers import next_value

from ..fake_server import fake_server
from .conftest import Handle
from .events import Event, format_2
from .test_errors import KEY, error_of
from .test_requests import both_formats

Logged = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Logged:
    """The lines of the function's log."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("code", "error"),
    [("ThrottlingException", "SequenceUnavailableError"), ("AccessDeniedException", "ConfigurationError")],
)
def test_a_fault_of_the_service_is_logged_without_the_token(
    handle: Handle, monkeypatch: pytest.MonkeyPatch, logged: Logged, code: str, error: str
) -> None:
    with fake_server({"__type": f"x#{code}", "message": "key #secret-7f3a"}, status=400) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        response = handle(format_2({"name": "a"}, **{KEY: "secret-7f3a"}))
    _, _, message = error_of(response)
    (line,) = logged()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line.pop("timestamp"))  # as Lambda's own lines
    assert line == {"level": "ERROR", "errorType": error, "message": message}
    assert "secret" not in message


@both_formats
def test_a_callers_mistake_is_not_logged(handle: Handle, logged: Logged, event: Event) -> None:
    for sent in (event({"name": "a"}), event({"name": "none"}), event("{"), event(method="GET")):
        handle(sent)
    assert logged() == []


def test_an_unexpected_exception_becomes_status_500_and_its_place_is_logged(
    handle: Handle, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    def faulty(deep: int = 30) -> Any:
        if deep:
            return faulty(deep - 1)
        raise ZeroDivisionError("secret-7f3a")

    monkeypatch.setattr(next_value, "_allocator", faulty)
    response = handle(format_2({"name": "a", "token": "secret-7f3a"}))
    monkeypatch.undo()
    told = (500, "ConfigurationError", "the function: failed unexpectedly; see its log")
    assert error_of(response) == told
    (line,) = logged()
    assert (line["level"], line["errorType"], line["message"]) == ("ERROR", *told[1:])
    assert line["cause"] == "ZeroDivisionError"
    assert re.fullmatch(r".*test_log\.py:\d+ faulty", line["stackTrace"][-1])
    assert len(line["stackTrace"]) == 20
    assert "secret" not in json.dumps([line, response])
