"""The write-only rule: whatever happens, the one right on the table that is used is `dynamodb:UpdateItem`."""

import pytest

from handlers.errors import SequenceExhaustedError, TokenMismatchError

from .conftest import Service


def test_no_call_needs_another_right_than_to_update(service: Service) -> None:
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
    assert {sent.operation for sent in function.wire.sent} == {"UpdateItem"}
    assert {sent.body.get("ReturnValues", "NONE") for sent in function.wire.sent} <= {"NONE", "UPDATED_NEW"}
