"""Faulty code in place of the function's allocator and its blocks. The checker must notice what it does."""

from typing import Any

from handlers.allocator import Allocator
from handlers.blocks import Block, Blocks
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.request import Reply, Request

from .internals import use_blocks
from .scheduler import running


class _Unlocked(Block):
    """A block that every thread enters at once."""

    def __enter__(self) -> None:
        running().pause()

    def __exit__(self, *_: object) -> None:
        pass


class _Torn(_Unlocked):
    """The same, where to take a value is to read it and then to write the next one."""

    _run = range(0)

    def lease(self, run: range) -> None:
        self._run = run

    def pop(self) -> int | None:
        run = self._run
        running().pause()
        self._run = run[1:]
        return run[0] if run else None


class _Endless(Block):
    """A block that gives out a returned value without end."""

    def pop(self) -> int | None:
        return self._returned[-1] if self._returned else super().pop()


class _OneBlock(Blocks):
    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block

    def of(self, name: str, *, declared: bool) -> Block:  # noqa: ARG002
        return self._block


class SharesUnlocked(Allocator):
    """Shares a block without a lock."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Unlocked("a")))


class SharesTorn(Allocator):
    """Shares a block without a lock, and takes a value in two steps."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Torn("a")))


class RepeatsReturned(Allocator):
    """Gives out a value that was returned to its block again and again."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Endless("a")))


class ShortWindow(Allocator):
    """A token's window is 1 s, whatever was configured."""

    def __init__(self, table: CounterTable, definitions: Definitions, _token_seconds: int, *others: Any) -> None:
        super().__init__(table, definitions, 1, *others)


class OneFewer(Allocator):
    """A range has one value less than was asked for."""

    def answer(self, request: Request) -> Reply:
        """Give out values."""
        return super().answer(request._replace(count=request.count and request.count - 1))
