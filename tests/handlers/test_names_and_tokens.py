"""Names and tokens are data: they never become part of an expression, and never reach another item."""

import pytest

from handlers.errors import InvalidRequestError

from .conftest import Service
from .engine import Table

NAMES = [
    "value",
    "name",
    "count",
    "a:low",
    "x#value",
    "0",
    "9:step",
    "a/b.c",
    "attribute_exists",
    "AND",
    "NULL",
    "z" * 128,
]
TOKENS = [" ", "#", "##", "#a", "a", "*", ":now", "#value = :low", "') OR 1", "{}", '"', "\\", "~", "NULL", "t" * 128]


@pytest.mark.parametrize("name", NAMES)
def test_every_allowed_name_is_treated_as_data(service: Service, table: Table, name: str) -> None:
    function = service({"*": {"max_value": 9}})
    assert [function.next(name), function.take(2, name), function.next("other")] == [1, [2, 3], 1]
    assert set(table.items()) == {name, "other"}


@pytest.mark.parametrize("token", TOKENS)
def test_every_allowed_token_is_treated_as_data(service: Service, table: Table, token: str) -> None:
    function = service()
    assert [function.ask({"name": "a", "token": token}) for _ in range(2)] == [1, 1]
    assert function.next() == 2
    assert set(table.items()) == {"a", f"#{token}"}


def test_a_token_never_touches_a_sequence_of_the_same_name(service: Service, table: Table) -> None:
    function = service()
    function.take(5, "orders")
    assert function.ask({"name": "a", "token": "orders"}) == 1
    assert table.value("orders") == 5


def test_a_name_cannot_reach_a_tokens_item(service: Service, table: Table) -> None:
    function = service()
    function.ask({"name": "a", "token": "t"})
    before = table.items()
    with pytest.raises(InvalidRequestError):
        function.next("#t")
    assert table.items() == before


def test_a_callers_input_never_becomes_part_of_an_expression(service: Service) -> None:
    function = service()
    event = {"name": "NAMEofmine", "count": 3, "token": "TOKENofmine"}
    for _ in range(2):
        function.ask(event)
    for sent in function.transport.sent:
        expressions = {field: text for field, text in sent.body.items() if field.startswith(("Update", "Condition"))}
        expressions["names"] = sent.body["ExpressionAttributeNames"]
        assert "ofmine" not in str(expressions)


def test_the_item_of_a_sequence_does_not_grow_with_tokens(service: Service, table: Table) -> None:
    function = service()
    for token in range(5):
        function.ask({"name": "a", "token": f"t{token}"})
    assert table.items()["a"] == {"name": {"S": "a"}, "value": {"N": "5"}}
