"""Items that something else wrote into the table: reported, and left unchanged."""

import pytest

from handlers.errors import ConfigurationError

from .conftest import Service
from .engine import Engine, Table


@pytest.fixture
def engine(dynamodb_local_url: str) -> Engine:
    """Only AWS's own engine: moto raises a TypeError if it compares a string with a number."""
    return Engine(dynamodb_local_url)


@pytest.mark.parametrize("value", [{"S": "7"}, {"S": ""}, {"N": "0.5"}])
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 2}, {"name": "a", "token": "t"}])
def test_a_stored_value_that_is_not_an_integer_is_a_configuration_error(
    service: Service, table: Table, event: object, value: dict[str, str]
) -> None:
    table.put("a", value=value)
    before = table.items()
    with pytest.raises(
        ConfigurationError,
        match=r"sequence a: its stored value is not an integer; run sequences restart a --with N --force; N is the ",
    ):
        service().ask(event)
    assert table.items() == before


def test_an_item_without_a_value_counts_as_a_new_sequence(service: Service, table: Table) -> None:
    table.put("a", note={"S": "kept"})
    assert service().next() == 1
    assert table.items()["a"] == {"name": {"S": "a"}, "note": {"S": "kept"}, "value": {"N": "1"}}


@pytest.mark.parametrize(
    "attributes",
    [
        {"note": {"S": "mine"}},
        {"request": {"S": '["a", null]'}, "answer": {"S": "mine"}, "expires_at": {"N": "4000000000"}},
        {"request": {"S": '["a", null]'}, "answer": {"S": "[" * 200_000}, "expires_at": {"N": "4000000000"}},
        {"request": {"S": '["a", null]'}, "answer": {"N": "7"}, "expires_at": {"N": "4000000000"}},
        {"request": {"S": '["a", null]'}, "answer": {"S": "7"}, "expires_at": {"N": "0.5"}},
    ],
)
def test_a_foreign_item_under_a_tokens_key_is_a_configuration_error(
    service: Service, table: Table, attributes: dict[str, dict[str, str]]
) -> None:
    table.put("#secret-7f3a", **attributes)
    before = table.items()
    with pytest.raises(ConfigurationError, match=r"token: something else wrote this token's item in table ") as caught:
        service().ask({"name": "a", "token": "secret-7f3a"})
    assert "secret-7f3a" not in str(caught.value)
    assert table.items() == before
