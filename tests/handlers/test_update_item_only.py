"""The handler uses only one right on the table: `dynamodb:UpdateItem`."""

import pytest

from handlers.errors import SequenceExhaustedError, TokenMismatchError

from .conftest import Service


def test_every_call_needs_only_update_item(service: Service) -> None:
    function = service({"*": {}, "lap": {"max_value": 3, "cycle": True, "cache": 2}, "done": {"max_value": 2}})
    for event in (
        {"name": "a"},
        {"name": "a", "count": 3},
        *[{"name": "a", "token": "t"}] * 2,
        *[{"name": "lap"}] * 4,
        {"name": "done", "count": 2},
    ):
        function.ask(event)
    with pytest.raises(SequenceExhaustedError):
        function.next("done")
    with pytest.raises(TokenMismatchError):
        function.ask({"name": "done", "token": "t"})
    assert {sent.operation for sent in function.transport.sent} == {"UpdateItem"}
    assert {sent.body.get("ReturnValues", "NONE") for sent in function.transport.sent} <= {"NONE", "UPDATED_NEW"}
