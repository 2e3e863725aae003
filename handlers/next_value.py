"""The next-value function: Lambda calls `handler`."""

import os
import time
from functools import cache
from typing import Any

from . import aws
from .allocator import Allocator
from .counter_table import CounterTable
from .http_event import HttpResponse, is_http, respond
from .request import Reply, Request
from .settings import Settings


def handler(event: object, context: Any) -> Reply | HttpResponse:
    """Give out the next value of a sequence, or a range of `count`.

    Raises one of the six errors of errors.py. An event that comes over HTTP gets a status instead.
    """
    if is_http(event):
        return respond(event, lambda request: _answer(request, context))
    return _answer(Request.parse(event), context)


def _answer(request: Request, context: Any) -> Reply:
    milliseconds_left = getattr(context, "get_remaining_time_in_millis", lambda: float("inf"))()
    before = aws.deadline.set(time.monotonic() + milliseconds_left / 1000)
    try:
        return _allocator().answer(request)
    finally:
        aws.deadline.reset(before)


@cache  # if two first calls race, one allocator's block is lost; no value repeats
def _allocator() -> Allocator:
    settings = Settings.read(os.environ)
    table = CounterTable(aws.Service("dynamodb", os.environ), settings.table_name)
    return Allocator(table, settings.definitions, settings.token_seconds)
