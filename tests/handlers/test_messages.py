"""Error messages: printable ASCII, at most 500 characters."""

import pytest

from handlers.errors import SequenceError, plain
from tests import lambda_runtime

SURROGATE = "\ud800"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sequence a: not declared", "sequence a: not declared"),
        ("a\n\tb\0\x7f", "a\\n\\tb\\x00\\x7f"),
        ("ä 😀 \u202e", "\\xe4 \\U0001f600 \\u202e"),
        (SURROGATE, "\\ud800"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 497 + "..."),
        (SURROGATE * 10_000_000, ("\\ud800" * 100)[:497] + "..."),
    ],
)
def test_a_message_is_printable_ascii_of_at_most_500_characters(text: str, shown: str) -> None:
    assert str(SequenceError(text)) == shown


def test_a_part_of_a_message_is_shortened_to_its_limit() -> None:
    assert plain("x" * 61, 60) == "x" * 57 + "..."


def test_lambdas_runtime_client_survives_a_lone_surrogate() -> None:
    with lambda_runtime.running("handlers.next_value.handler", {}) as runtime:
        for event in ({SURROGATE: 1}, {"name": SURROGATE}, {"name": "a", "token": SURROGATE}):
            error = runtime.invoke(event).error
            assert error["errorType"] == "InvalidRequestError"
            assert error["errorMessage"].isascii()
        over_http = {"httpMethod": "POST", "headers": {"Idempotency-Key": SURROGATE}, "body": '{"name": "a"}'}
        for sent in (over_http, {**over_http, "body": SURROGATE}, {**over_http, "httpMethod": SURROGATE}):
            reply = runtime.invoke(sent).reply
            assert reply["statusCode"] in (400, 405)
            assert reply["body"].isascii()
        assert runtime.invoke({}).error["errorType"] == "InvalidRequestError"
