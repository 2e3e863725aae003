"""Unit tests for Pulumi programs on AWS: `record` runs a program, checks each input and returns what it registers.

def test_the_orders_table_is_protected() -> None:
    stack = record(lambda: SequenceService("orders", {"sequences": {"orders": {}}}))
    table = stack.one("aws:dynamodb/table:Table")
    assert table.inputs["deletion_protection_enabled"] is True
    assert stack.one("aws:lambda/function:Function", "orders-next-value").inputs["timeout"] == 10
"""

from sequence_service.project import ProjectError

from .aws_types import WrongInputError
from .fake_outputs import UnknownOutputError
from .recorded import RecordedResource, RecordedStack
from .recording import record

__all__ = ["ProjectError", "RecordedResource", "RecordedStack", "UnknownOutputError", "WrongInputError", "record"]
