"""The names of sequences, and patterns: a prefix and `*`, which stand for every longer name with this prefix."""

import re

from ..checking.rule import Rule

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#@-]{0,127}")
PATTERN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._:/#@-]{0,126})?\*")


def is_pattern(key: str) -> bool:
    """Whether a valid key is a pattern. A name never contains `*`."""
    return key.endswith("*")


def covers(key: str, other: str) -> bool:
    """Whether the name or pattern `key` matches `other`: a name, or every name that the pattern `other` matches.

    `orders/*` covers `orders/7` and `orders/eu/*`. It does not cover `orders/`, because `*` stands for at least one
    character.
    """
    return key == other or (is_pattern(key) and len(other) >= len(key) and other.startswith(key[:-1]))


def _misplaced(key: str) -> bool:
    return "*" in key[:-1]


NAME_OR_PATTERN = (
    Rule(
        "1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, starting with a letter or digit, or a pattern: at most 127 "
        "such characters and a *",
        '"orders" or "orders/*"',
        lambda key: bool(NAME.fullmatch(key) or PATTERN.fullmatch(key)) or _misplaced(key),
    ),
    Rule("without a * before the last character", '"orders/*"', lambda key: not _misplaced(key)),
)
"""The rules for the keys of `sequences`."""
