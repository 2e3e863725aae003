"""Items that somebody else wrote into the table: told, and left as they were."""

import pytest

from handlers.errors import ConfigurationError

from .conftest import Service
from .engine import Engine, Table


@pytest.fixture
def engine(dynamodb_local_url: str) -> Engine:
    """AWS's own engine alone: moto raises its own TypeError where a string is compared with a number."""
    return Engine(dynamodb_local_url)


@pytest.mark.parametrize("value", [{"S": "7"}, {"S": ""}, {"N": "0.5"}])
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 2}, {"name": "a", "token": "t"}])
def test_a_value_that_is_no_integer_is_the_deployments_fault(
    service: Service, table: Table, event: object, value: dict[str, str]
) -> None:
    table.put("a", value=value)
    before = table.items()
    with pytest.raises(
        ConfigurationError,
        match=r"sequence a: its stored value is not an integer; set value in table .* to the last number",
    ):
        service().ask(event)
    assert table.items() == before


def test_an_item_without_a_value_is_a_sequence_that_was_never_used(service: Service, table: Table) -> None:
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
def test_an_item_that_is_no_tokens_is_the_deployments_fault(
    service: Service, table: Table, attributes: dict[str, dict[str, str]]
) -> None:
    table.put("#secret-7f3a", **attributes)
    before = table.items()
    with pytest.raises(ConfigurationError, match=r"token: something else wrote this token's item in table ") as caught:
        service().ask({"name": "a", "token": "secret-7f3a"})
    assert "secret-7f3a" not in str(caught.value)
    assert table.items() == before
