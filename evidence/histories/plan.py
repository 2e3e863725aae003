"""The sequences of a run, and what callers ask for."""

import random
from typing import NamedTuple

SAFE = 2**53 - 1
_UP: dict[str, int] = {"increment": 1, "min_value": 1, "max_value": SAFE, "start": 1, "cycle": False, "cache": 1}
_DOWN: dict[str, int] = {**_UP, "increment": -1, "min_value": -SAFE, "max_value": -1, "start": -1}

SEQUENCES: dict[str, dict[str, int]] = {  # complete definitions, as the component ships them
    "orders": _UP,
    "invoices": {**_UP, "cache": 20, "start": 1000},
    "down": {**_DOWN, "increment": -3},
    "down-cached": {**_DOWN, "cache": 7},
    "wide": {**_UP, "max_value": 10**37, "start": SAFE - 500, "increment": 10**18 + 1},
    "customers/*": _UP,
    "shops/*": {**_UP, "cache": 5, "increment": 10},
    "short/*": {**_UP, "max_value": 30},
    "short-down/*": {**_DOWN, "increment": -2, "min_value": -41, "cache": 9},
    "few": {**_UP, "max_value": 20},
    "laps": {**_UP, "max_value": 20, "cycle": True},
    "laps-late": {**_UP, "increment": 5, "max_value": 103, "start": 71, "cycle": True},
    "laps-down": {**_DOWN, "increment": -3, "min_value": -60, "start": -31, "cycle": True},
    "leased": _UP,
    "leased-down": {**_DOWN, "increment": -5},
    "leased-ends/*": {**_UP, "max_value": 30_000},
}
TOKEN_SECONDS = 7 * 86_400  # longer than the clocks are off, else a window would be over at once
LEASED = ("leased", "leased-down", "leased-ends")

_SINGLES = (
    ("orders", 8), ("invoices", 6), ("down", 4), ("down-cached", 3), ("wide", 3), ("customers", 4), ("shops", 4),
    ("short", 3), ("short-down", 3), ("few", 2), ("laps", 3), ("laps-late", 2), ("laps-down", 2),
)  # fmt: skip
_LAPS = ("laps", "laps-late", "laps-down")
_RANGES = ("orders", "invoices", "down", "down-cached", "wide", "customers", "short", "few", *_LAPS)
_FEW, _MANY = (1, 2, 10), (1, 10, 100, 1000)  # values of a range
_TOKENS = (
    ("orders", None), ("orders", 3), ("invoices", None), ("invoices", None), ("invoices", 5), ("wide", None),
    ("down-cached", None), ("shops", None), ("short", None), ("few", None),
)  # fmt: skip
TOKENS_A_SECOND = 10
_YOUNGEST_TOKENS = 10  # callers choose among these, so that several use the same one, also later


class Request(NamedTuple):
    """What a caller asks for. `wrong` is the error that it must get."""

    name: str
    count: int | None = None  # type: ignore[assignment]  # a tuple has a method of this name
    token: str | None = None
    wrong: str | None = None


def definition_of(name: str) -> dict[str, int]:
    """The definition of a name. Here each pattern ends at the only slash."""
    return SEQUENCES.get(name) or SEQUENCES[f"{name.partition('/')[0]}/*"]


def full_name(kind: str, seconds: float) -> str:
    """A name. Each few seconds, a pattern gets another one: a sequence that was never used."""
    return kind if kind in SEQUENCES else f"{kind}/{int(seconds / 3)}"


def choose(dice: random.Random, seconds: float) -> Request:
    """A request at this time of the run."""
    share = dice.random()
    if share < 0.01:
        return dice.choice(
            [
                Request("undeclared", wrong="UnknownSequenceError"),
                Request("orders", 0, wrong="InvalidRequestError"),
                Request("laps", 21, wrong="InvalidRequestError"),
            ]
        )
    if share < 0.26:
        return token_request(max(0, int(seconds * TOKENS_A_SECOND) - dice.randrange(_YOUNGEST_TOKENS)), dice)
    if share < 0.34:
        kind = dice.choice(_RANGES)
        return Request(full_name(kind, seconds), dice.choice(_FEW if kind in (*_LAPS, "short", "few") else _MANY))
    (kind,) = dice.choices([kind for kind, _ in _SINGLES], [weight for _, weight in _SINGLES])
    return Request(full_name(kind, seconds))


def token_request(number: int, dice: random.Random) -> Request:
    """The request of a token. Few callers use the token for another one."""
    kind, count = _TOKENS[number % len(_TOKENS)]
    if dice.random() < 0.02:
        kind, count = "orders", 77
    return Request(full_name(kind, number / TOKENS_A_SECOND), count, f"cart-{number}")
