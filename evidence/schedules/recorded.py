"""A token's recorded answer, read from the write of its item."""

import json
from dataclasses import dataclass
from typing import Any

from .writes import Write


@dataclass(frozen=True)
class Recorded:
    """A token's answer, as it was written: by which write, for which request, until when."""

    write: Write
    request: str
    values: range
    expires_at: int

    @classmethod
    def of(cls, write: Write) -> "Recorded":
        """Read a write of a token's item."""
        answer = json.loads(write.after["answer"]["S"])
        expires_at = int(write.after["expires_at"]["N"])
        return cls(write, write.after["request"]["S"], values_of(answer), expires_at)


def values_of(answer: Any) -> range:
    """The values in a function's reply. Raises `ValueError` if its fields do not agree."""
    if not isinstance(answer, dict):
        return range(int(answer), int(answer) + 1)
    first, last, increment = (int(answer[field]) for field in ("first", "last", "increment"))
    values = range(first, last + increment, increment)
    if len(values) != int(answer["count"]) or values[-1:] != range(last, last + 1):
        raise ValueError(f"the fields of {answer} do not agree")
    return values
