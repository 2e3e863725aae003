"""Every use of private names of the code under test: what schedules replace in it."""

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import client.attempts
import client.call
import client.pace
import client.supply
import handlers.aws.call
import handlers.blocks
import handlers.http_event
from handlers import aws
from handlers.allocator import Allocator
from handlers.aws.credentials import Credentials
from handlers.blocks import Block, Blocks

from .scheduler import running
from .waiting import Condition, Lock, RLock, Thread, get_ident

MOST_BLOCKS = 1
"""Of names that match a pattern. So few that the second name drops the block of the first."""


class Unsigned(aws.Service):
    """Calls of DynamoDB with all their attempts, but without a signature, which takes half of the time."""

    def _request(self, operation: str, body: bytes, credentials: Credentials) -> bytes:  # noqa: ARG002
        if operation != "UpdateItem":
            raise ValueError(f"the model does not know {operation}")
        return body


class _NotedBlocks(OrderedDict[str, Block]):
    """The blocks of names that match a pattern. Notes the names of those that are dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[str] = []

    def popitem(self, last: bool = True) -> tuple[str, Block]:
        """Drop a block."""
        name, block = super().popitem(last)
        self.dropped.append(name)
        return name, block


def dropped_blocks(allocator: Allocator) -> list[str]:
    """The names whose blocks an allocator has dropped."""
    matching = allocator._blocks._matching
    return matching.dropped if isinstance(matching, _NotedBlocks) else []


def use_blocks(allocator: Allocator, blocks: Blocks) -> None:
    """Replace an allocator's blocks."""
    allocator._blocks = blocks


def require_the_scheduler() -> None:
    """Raise `RuntimeError` if the code under test would wait for real locks and clocks."""
    if vars(handlers.blocks)["threading"] is threading:
        raise RuntimeError("a schedule would not be repeatable here; run it within under_the_scheduler()")


@contextmanager
def under_the_scheduler() -> Iterator[None]:
    """Replace the means of waiting in the code under test, its random pauses and its log."""
    threads = SimpleNamespace(
        Lock=Lock,
        RLock=RLock,
        Condition=Condition,
        Thread=Thread,
        get_ident=get_ident,
        TIMEOUT_MAX=threading.TIMEOUT_MAX,
    )
    clock = SimpleNamespace(
        **{
            **vars(time),
            "time": lambda: running().clock.now,
            "monotonic": lambda: running().clock.now,
            "sleep": lambda seconds: running().clock.sleep(seconds),
        }
    )
    replaced: list[tuple[Any, str, object]] = [
        (handlers.blocks, "threading", threads),
        (handlers.blocks, "OrderedDict", _NotedBlocks),
        (handlers.blocks, "MOST_BLOCKS", MOST_BLOCKS),
        (handlers.aws.call, "time", clock),
        (handlers.aws.call, "urandom", lambda size: b"\x80" * size),
        (handlers.http_event, "print", lambda _line: None),
        (client.supply, "threading", threads),
        (client.call, "threading", threads),
        (client.pace, "time", clock),
        (client.attempts, "time", clock),
        (client.attempts, "random", SimpleNamespace(**{**vars(random), "uniform": _middle})),
    ]
    with ExitStack() as patches:
        for module, name, value in replaced:
            patches.enter_context(patch.object(module, name, value, create=name == "print"))
        yield


def _middle(low: float, high: float) -> float:
    return (low + high) / 2
