"""Takes single values of ordered sequences from blocks."""

import random

from handlers import next_value, settings
from handlers.sequence import Sequence

handler = next_value.handler


class Blockwise(Sequence):
    """A definition with a cache that nobody asked for."""

    def __new__(cls, **definition: int) -> "Blockwise":
        definition["cache"] = max(definition["cache"], random.choice((3, 10)))  # noqa: S311
        return super().__new__(cls, **definition)


settings.Sequence = Blockwise  # type: ignore[misc]
