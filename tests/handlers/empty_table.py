"""A table in memory that is always empty: every name and token is new, and nothing is stored."""

from typing import cast

from handlers.allocator import Allocator
from handlers.counter_table import CounterTable, Refused, TokenAnswer
from handlers.definitions import Definitions
from handlers.sequence import Move

from .engine import Given, complete


class EmptyTable:
    """A counter table without items."""

    def move(self, _name: str, move: Move) -> int | Refused:
        """Do what DynamoDB does if the item does not exist."""
        return Refused(None) if move.base is None else move.base + move.step

    def probe(self, _token: str) -> TokenAnswer | None:
        """Find no answer."""
        return None

    def record(self, _token: str, _answer: TokenAnswer, _now: int) -> tuple[TokenAnswer | None, bool]:
        """Forget the answer."""
        return None, False


def allocator(definitions: Given) -> Allocator:
    """A function on an empty table."""
    return Allocator(cast(CounterTable, EmptyTable()), Definitions(complete(definitions)), token_seconds=60)
