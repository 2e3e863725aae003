"""The names of sequences, and patterns for names. Names of functions and streams are in redrive/names.py."""

import re

from .errors import OperationError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#@-]{0,127}")
SHOWN = 64  # characters of a wrong name in a message


def matching(pattern: str) -> str | None:
    """A name that matches, such as `shops/1` for `shops/*`. None if the text is not a pattern."""
    name = f"{pattern[:-1]}1"
    return name if pattern.endswith("*") and NAME.fullmatch(name) else None


def require_name(name: str) -> None:
    """Raise `OperationError` if no request can ask for this name. Items under such names are not sequences."""
    if NAME.fullmatch(name):
        return
    shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}..."
    if example := matching(name):
        raise OperationError(f"NAME: {shown} is a pattern; give a name that matches it, such as {example}")
    raise OperationError(
        f"NAME: {shown!r} is not a sequence's name; give 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, "
        "starting with a letter or digit, such as orders"
    )
