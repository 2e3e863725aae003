"""Takes single values of ordered sequences from blocks."""

import random
from typing import Any

from handlers import next_value, settings
from handlers.sequence import Sequence

handler = next_value.handler


class Blockwise(Sequence):
    """A definition with a cache that nobody asked for."""

    def __new__(cls, **definition: Any) -> "Blockwise":
        definition["cache"] = max(definition["cache"], random.choice((3, 10)))  # noqa: S311
        return super().__new__(cls, **definition)


settings.__dict__["Sequence"] = Blockwise
