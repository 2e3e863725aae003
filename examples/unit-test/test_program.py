import runpy

from sequence_service.testing import record


def test_the_table_is_safe_and_the_function_large_enough() -> None:
    stack = record(lambda: runpy.run_path("__main__.py"), project="shop", stack="prod")
    assert stack.one("aws:dynamodb/table:Table").inputs["deletion_protection_enabled"]
    assert stack.one("aws:lambda/function:Function").inputs["memory_size"] == 512
    assert stack.outputs["function_name"] == "numbers-next-value-1a2b3c4"
