"""Show values in messages: short, in one line, without anything that may be secret."""

from collections.abc import Awaitable, Mapping
from enum import Enum
from itertools import islice
from numbers import Number
from pathlib import PurePath
from reprlib import Repr
from typing import Any

import pulumi

LONGEST = 80
_PRINTED = (type(None), str, bytes, Number, Enum, PurePath, list, tuple, set, frozenset)


class _Shown(Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = LONGEST

    def repr1(self, x: Any, level: int) -> str:
        if isinstance(x, pulumi.Output):
            return "an Output"  # its repr does not show the value
        if isinstance(x, Awaitable):
            return "an awaitable"
        if isinstance(x, Mapping):
            return self._repr_mapping(x, level)
        if isinstance(x, _PRINTED):
            return super().repr1(x, level)
        return f"<{type(x).__name__}>"  # its repr may hold an address or a secret

    def _repr_mapping(self, x: Mapping[Any, Any], level: int) -> str:
        """Show only the keys, because a value may be a secret."""
        keys = [f"{self.repr1(key, level - 1)}: ..." for key in islice(x, self.maxdict)]
        return f"{{{', '.join([*keys, '...'] if len(x) > self.maxdict else keys)}}}"

    def repr_int(self, x: int, level: int) -> str:
        try:
            return super().repr_int(x, level)
        except ValueError:  # Python refuses to write an integer of more than 4,300 digits
            return f"an integer of about {round(x.bit_length() * 0.30103)} digits"


def shown(value: Any) -> str:
    """The value as Python writes it, shortened."""
    return _Shown().repr(value)
