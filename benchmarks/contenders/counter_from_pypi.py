"""PyPI's `dynamodb-counter`, as its README uses it: one counter, made once."""

import importlib
import os
from typing import Any

COUNTER: Any = importlib.import_module("dynamodb_counter").Counter  # installed for the benchmark only, without types
counter = COUNTER(os.environ["TABLE_NAME"], name="dynamodb-counter")


def handler(_event: dict[str, Any], _context: object) -> int:
    """Return the next value."""
    value: int = counter.next()
    return value
