"""Entry point: event in, reply out."""

import os
import time
from functools import cache
from typing import Any

from . import aws
from .allocator import Allocator
from .counter_table import CounterTable
from .request import Reply, Request
from .settings import Settings


def handler(event: object, context: Any) -> Reply:
    """Give out the next value of a sequence, or a range of `count`; the contract's errors tell what went wrong."""
    request = Request.parse(event)
    milliseconds_left = getattr(context, "get_remaining_time_in_millis", lambda: float("inf"))()
    before = aws.deadline.set(time.monotonic() + milliseconds_left / 1000)
    try:
        return _allocator().answer(request)
    finally:
        aws.deadline.reset(before)


@cache  # where two first calls make two, the rest of one's blocks is lost, and no value given out twice
def _allocator() -> Allocator:
    settings = Settings.read(os.environ)
    table = CounterTable(aws.Service("dynamodb", os.environ), settings.table_name)
    return Allocator(table, settings.definitions, settings.token_seconds)
