"""Each snippet of docs/calling.md, run against the deployed service with the least rights."""

from typing import Any

import pytest

from local import Deployment

from .callers import Outcome
from .conftest import CALLERS, WIDE_START, Call

REQUESTS: dict[str, dict[str, Any]] = {
    "first": {"name": "orders", "token": "a"},
    "again": {"name": "orders", "token": "a"},
    "wide": {"name": "wide", "token": "b"},
    "unknown": {"name": "ordres", "token": "c"},
    "exhausted": {"name": "last", "token": "d"},
    "range": {"name": "orders", "token": "e", "count": 10},
}
Outcomes = dict[str, Outcome]


@pytest.fixture(scope="module", params=CALLERS)
def outcomes(request: pytest.FixtureRequest, call: Call) -> Outcomes:
    """What a caller gets for each of the requests, with tokens of its own."""
    caller = request.param
    sent = [{**each, "token": f"{caller}-{each['token']}"} for each in REQUESTS.values()]
    return dict(zip(REQUESTS, call(caller, sent), strict=True))


def test_the_same_token_gets_the_same_number(outcomes: Outcomes) -> None:
    assert outcomes["first"].answer >= 1
    assert outcomes["again"] == outcomes["first"]


def test_wide_numbers_are_exact(outcomes: Outcomes) -> None:
    assert int(outcomes["wide"].answer) in range(WIDE_START, WIDE_START + 2 * len(CALLERS), 2)


def test_errors_can_be_told_apart(outcomes: Outcomes) -> None:
    assert outcomes["unknown"].error == "UnknownSequenceError"
    assert "ordres" in outcomes["unknown"].message
    assert outcomes["exhausted"].error == "SequenceExhaustedError"


def test_a_range_follows_the_number(outcomes: Outcomes) -> None:
    answer = outcomes["range"].answer
    if isinstance(answer, int):  # the snippet in Go takes single numbers
        assert answer == outcomes["first"].answer + 1
    else:
        first = outcomes["first"].answer + 1
        assert answer == {"first": first, "last": first + 9, "increment": 1, "count": 10}


@pytest.mark.parametrize("caller", ["boto3", "Node.js", "Go"])
def test_it_repeats_what_may_succeed_later_and_nothing_else(call: Call, calling: Deployment, caller: str) -> None:
    requests = [{"name": name, "token": f"{caller}-{name}"} for name in ("late", "never", "down")]
    assert call(caller, requests, SEQUENCE_FUNCTION_NAME=calling.outputs["failing"]) == [
        Outcome(7),
        Outcome(None, "UnknownSequenceError", "call 1"),
        Outcome(None, "SequenceUnavailableError", "call 3"),
    ]
