"""Copy the tokens that still count from one table to another, so that a retry gets its first answer."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .counters import Counters

_KEY = re.compile(r"#[ -~]{1,128}")
_TYPES = {"request": "S", "answer": "S", "expires_at": "N"}
# An item without an end, or with one of another type, is read too: it is counted as skipped.
_COUNTS = (
    "begins_with(#name, :token) AND "
    "(attribute_not_exists(#expires_at) OR NOT attribute_type(#expires_at, :number) OR #expires_at > :now)"
)


class Copied(NamedTuple):
    """How many tokens were copied, or would be, and how many items were skipped because they are not tokens."""

    copied: int
    skipped: int


def copy_tokens(old: Counters, new: Counters, now: int, on_page: Callable[[int], None], *, dry_run: bool) -> Copied:
    """Copy each token of `old` whose window has not ended. A token that counts in `new` stays.

    Raises boto3's errors.
    """
    names = {f"#{field}": field for field in _TYPES}
    change = "SET " + ", ".join(f"#{field} = :{field}" for field in _TYPES)
    copied = skipped = 0
    for page in old.scan(
        _COUNTS,
        {":token": {"S": "#"}, ":number": {"S": "N"}, ":now": {"N": str(now)}},
        {"#name": "name", "#expires_at": "expires_at"},
    ):
        for item in page:
            if not _is_token(item):
                skipped += 1
                continue
            if dry_run:
                copied += 1
                continue
            values = {f":{field}": item[field] for field in _TYPES} | {":now": {"N": str(now)}}
            condition = "attribute_not_exists(#expires_at) OR #expires_at <= :now"
            copied += new.update(item["name"]["S"], change, condition, names, values)[0]
        on_page(copied)
    return Copied(copied, skipped)


def _is_token(item: Mapping[str, Any]) -> bool:
    """Whether the function wrote this item, or can read it as a token's."""
    if not (_KEY.fullmatch(item["name"]["S"]) and all(kind in item.get(field, {}) for field, kind in _TYPES.items())):
        return False
    try:
        json.loads(item["answer"]["S"])
        int(item["expires_at"]["N"])
    except (ValueError, RecursionError):
        return False
    return True
