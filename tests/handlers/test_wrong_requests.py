"""Wrong requests: each one raises an error and changes nothing."""

import json
import re
from typing import Any

import pytest

from handlers.errors import (
    InvalidRequestError,
    SequenceError,
    SequenceExhaustedError,
    TokenMismatchError,
    UnknownSequenceError,
)

from .conftest import Service
from .engine import Function, Table

NOT_AN_OBJECT = ": not a JSON object"
NAME = "; send 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, starting with a letter or digit, such as"
COUNT = "is not an integer from 1 to 1,000,000; send for example 10"
TOKEN = "token: not a string of 1 to 128 printable ASCII characters"  # noqa: S105 - a message, not a secret

EVENTS: list[Any] = [None, [], [{"name": "a"}], "a", '{"name": "a"}', "", 1, 0, 1.5, True, False]
NAMES: list[Any] = [
    *(
        "",
        " ",
        "#a",
        "#",
        ".a",
        "_a",
        "-a",
        ":a",
        "/a",
        "@a",
        "*",
        "a*",
        "a b",
        " a",
        "a ",
        "a\n",
        "a\t",
        "a\0",
        "\x7fa",
    ),
    *(
        "ä",
        "aä",
        "\uff41",
        "a\u200b",
        "a\u202e",
        "😀",
        "\ud800",
        "a'b",
        'a"b',
        "a,b",
        "a=b",
        "a;b",
        "a\\b",
        "a$b",
        "a%b",
    ),
    *("a(b)", "a[0]", "a{b}", "a<b", "a&b", "a|b", "a+b", "a~b", "a^b", "a`b", "a!b", "a?b", "b" * 129, "b" * 100_000),
    *(1, 1.0, True, False, [], ["a"], {}, {"S": "a"}),
]
COUNTS: list[Any] = [
    *(0, -1, 1_000_001, 10**40, -(10**40), 0.5, 1.5, -1.0, 0.0, 1e6 + 1, 1e300, float("nan"), float("inf")),
    *(-float("inf"), True, False, "5", "", "five", [], [5], {}, {"N": "5"}),
]
TOKENS: list[Any] = [
    *(
        "",
        "\n",
        "a\n",
        "a\tb",
        "\0",
        "a\x1f",
        "\x7f",
        "ä",
        "a\u00a0b",
        "\u2028",
        "😀",
        "\ud800",
        "t" * 129,
        "t" * 100_000,
    ),
    *(1, 1.5, 0, True, False, [], ["t"], {}, {"S": "t"}),
]
FIELDS: list[tuple[dict[str, Any], str]] = [
    ({}, NAME),
    ({"count": 1}, NAME),
    ({"token": "t"}, NAME),
    ({"name": None}, NAME),
    ({"name": "a", "cuont": 1}, 'unknown field "cuont"'),
    ({"name": "a", "Name": "a"}, 'unknown field "Name"'),
    ({"name": "a", "": 1}, 'unknown field ""'),
    ({"name": "a", "increment": None}, 'unknown field "increment"'),
    ({"name": "a", "value": 1}, 'unknown field "value"'),
    ({"name": "a", "arguments": None, "identity": {}}, 'unknown field "identity"'),
    ({"name": "a", "x" * 1000: 1}, f'unknown field "{"x" * 57}..."'),
    ({"arguments": {}}, NAME),
    ({"arguments": {"name": "#a"}}, NAME),
    ({"arguments": {"name": "a", "count": 0}}, COUNT),
    ({"arguments": {"name": "a", "token": ""}}, TOKEN),
    ({"arguments": {"name": "a", "x": 1}}, 'unknown field "x"'),
    ({"arguments": {"arguments": {"name": "a"}}}, 'unknown field "arguments"'),
    ({"name": "a", "arguments": {"count": 1}}, NAME),
]
ARGUMENTS: list[Any] = [[], "", "a", 0, 1, False, True]
WRONG: list[tuple[Any, str]] = [
    *((event, f"the request{NOT_AN_OBJECT}") for event in EVENTS),
    *(({"name": name}, NAME) for name in NAMES),
    *(({"name": "a", "count": count}, COUNT) for count in COUNTS),
    *(({"name": "a", "token": token}, TOKEN) for token in TOKENS),
    *(({"arguments": arguments}, f"arguments{NOT_AN_OBJECT}") for arguments in ARGUMENTS),
    *FIELDS,
]


@pytest.fixture
def used(service: Service) -> Function:
    """A function on a table that holds values and a token's answer."""
    wide = {"min_value": 10**37 - 2, "max_value": 10**37, "cache": 2}
    plain = {"a": {}, "unused": {}, "lap": {"max_value": 3, "cycle": True}, "done": {"max_value": 2}}
    function = service({**plain, "wide/*": wide, "wide/lap/*": {**wide, "cycle": True}})
    function.ask({"name": "a", "count": 7, "token": "t"})
    function.take(2, "lap")
    function.take(2, "done")
    function.take(3, "wide/done")
    function.ask({"name": "wide/1", "token": "wide"})
    return function


def test_a_wrong_request_gets_its_error_and_changes_nothing(used: Function, table: Table) -> None:
    before = table.items()
    for event, message in WRONG:
        with pytest.raises(InvalidRequestError) as caught:
            used.ask(event)
        assert message in str(caught.value), f"{event!r:.200}"
        assert len(str(caught.value)) < 200, "the message is too long"
        assert re.fullmatch("[ -~]+", str(caught.value)), "the message is not printable ASCII"
        assert table.items() == before


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a b", '"a b" is not valid'),
        ("ä\n\x7f\ud800", r'"\xe4\n\x7f\ud800" is not valid'),
        ("b" * 100_000, f'"{"b" * 61}..." is not valid'),
        ("\U0001f600" * 128, "..."),
        (None, "missing"),
        (5, "must be a string, not int"),
        ({"S": "secret"}, "must be a string, not dict"),
    ],
)
def test_a_wrong_name_is_shortened_and_escaped(used: Function, name: object, shown: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        used.ask({"name": name})
    assert str(caught.value).startswith("name: ")
    assert shown in str(caught.value)
    assert re.fullmatch("[ -~]{1,500}", str(caught.value))


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ([], 'the request: not a JSON object; send for example {"name": "orders"}'),
        ({"arguments": []}, 'arguments: not a JSON object; send for example {"name": "orders"}'),
        ({}, f'name: missing{NAME} "orders"'),
    ],
)
def test_a_message_names_what_is_wrong_and_the_remedy(used: Function, event: object, message: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        used.ask(event)
    assert str(caught.value) == message


def test_a_wrong_request_sends_nothing(used: Function) -> None:
    used.transport.sent.clear()
    for event, _ in WRONG:
        with pytest.raises(InvalidRequestError):
            used.ask(event)
    assert used.transport.sent == []


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({"name": "unused", "count": 0}, InvalidRequestError),
        ({"name": "lap", "count": 4, "token": "t"}, InvalidRequestError),
        ({"name": "done", "token": "t"}, TokenMismatchError),
        ({"name": "done", "token": "fresh"}, SequenceExhaustedError),
        ({"name": "done", "count": 1}, SequenceExhaustedError),
        ({"name": "none", "token": "t"}, UnknownSequenceError),
        ({"name": "wide/", "count": 4, "token": "t"}, UnknownSequenceError),
        ({"name": "wide"}, UnknownSequenceError),
        ({"name": "wide/lap/1", "count": 4, "token": "t"}, InvalidRequestError),
        ({"name": "wide/done", "token": "t"}, TokenMismatchError),
        ({"name": "wide/1", "count": 1, "token": "wide"}, TokenMismatchError),
        ({"name": "wide/2", "token": "wide"}, TokenMismatchError),
        ({"name": "wide/done", "token": "fresh"}, SequenceExhaustedError),
        ({"name": "wide/1", "count": 2}, SequenceExhaustedError),
    ],
)
def test_of_two_mistakes_only_the_first_check_is_reported(
    used: Function, table: Table, event: dict[str, object], error: type[SequenceError]
) -> None:
    before = table.items()
    with pytest.raises(error) as caught:
        used.ask(event)
    assert type(caught.value) is error
    assert table.items() == before


def test_an_unknown_name_is_reported_before_a_used_token(service: Service, table: Table) -> None:
    function = service({"a": {}})
    function.ask({"name": "a", "token": "t"})
    before = table.items()
    with pytest.raises(UnknownSequenceError, match="sequence b: not declared"):
        function.ask({"name": "b", "token": "t"})
    assert table.items() == before


@pytest.mark.parametrize(
    "event",
    [
        {"name": "a"},
        {"name": "a", "count": None, "token": None},
        {"name": "a", "arguments": None},
        {"arguments": {"name": "a"}},
        {
            "arguments": {"name": "a", "count": None},
            "name": "#",
            "identity": {"sub": "x"},
            "info": {"fieldName": "next"},
        },
    ],
)
def test_null_counts_as_missing_and_fields_next_to_arguments_are_ignored(service: Service, event: object) -> None:
    assert service().ask(event) == 1


@pytest.mark.parametrize("count", [5, 5.0])
def test_a_whole_float_is_an_integer(service: Service, count: float) -> None:
    reply = service().ask({"name": "a", "count": count})
    assert json.dumps(reply) == '{"first": 1, "last": 5, "increment": 1, "count": 5}'
