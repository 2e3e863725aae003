"""Copy the tokens that still count from one table to another, so that a retry gets its first answer."""

from collections.abc import Callable

from .counters import Counters

_COPIED = ("request", "answer", "expires_at")


def copy_tokens(old: Counters, new: Counters, now: int, on_page: Callable[[int], None], *, dry_run: bool) -> int:
    """Copy each token of `old` whose window has not ended. A token that counts in `new` stays.

    Returns how many were copied, or would be. Raises boto3's errors.
    """
    names = {f"#{field}": field for field in _COPIED}
    change = "SET " + ", ".join(f"#{field} = :{field}" for field in _COPIED)
    copied = 0
    for page in old.scan(
        "begins_with(#name, :token) AND #expires_at > :now",
        {":token": {"S": "#"}, ":now": {"N": str(now)}},
        {"#name": "name", "#expires_at": "expires_at"},
    ):
        for item in page:
            if dry_run:
                copied += 1
                continue
            values = {f":{field}": item[field] for field in _COPIED} | {":now": {"N": str(now)}}
            condition = "attribute_not_exists(#expires_at) OR #expires_at <= :now"
            copied += new.update(item["name"]["S"], change, condition, names, values)[0]
        on_page(copied)
    return copied
