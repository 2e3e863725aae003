from pathlib import Path

import pytest
from sequence_service.components import InvalidArgsError
from sequence_service.testing import record

FOLDER = Path(__file__).parent


def test_production_keeps_its_table_and_has_a_large_function() -> None:
    stack = record(FOLDER, stack="prod")
    assert stack.one("aws:dynamodb/table:Table").inputs["deletion_protection_enabled"]
    assert stack.one("aws:lambda/function:Function", "numbers-next-value").inputs["memory_size"] == 512
    assert stack.outputs["function_name"] == "numbers-next-value-1a2b3c4"


def test_too_little_memory_is_refused_before_anything_is_created() -> None:
    with pytest.raises(InvalidArgsError, match=r"function\.memory_size = 64"):
        record(FOLDER, stack="prod", config={"memory_size": 64})
