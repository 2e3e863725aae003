"""What the function answers: a value, a range, or an error by its `errorType`."""

import json
import re
from typing import Any, NoReturn

from .errors import (
    ConfigurationError,
    InvalidRequestError,
    SequenceError,
    SequenceExhaustedError,
    SequenceUnavailableError,
    TokenMismatchError,
    UnknownSequenceError,
)

_ERRORS: dict[str, type[SequenceError]] = {
    error.__name__: error
    for error in (
        InvalidRequestError,
        UnknownSequenceError,
        TokenMismatchError,
        SequenceExhaustedError,
        SequenceUnavailableError,
        ConfigurationError,
    )
}
_STOPPED = re.compile(r"(Sandbox|Extension)\..*|Runtime\.(ExitError|OutOfMemory|Unknown)")
"""Lambda's names for a call that timed out or whose process ended. Any other `Runtime.` error comes back each time."""
_DIGITS = re.compile(r"0|-?[1-9][0-9]{0,37}")  # the widest limits are -10^37 and 10^37
_QUESTION = "is this a next-value function?"


def parsed(body: bytes) -> Any:
    """The JSON in a reply. Lambda always sends JSON, so anything else was damaged on its way."""
    try:
        return json.loads(body.decode())  # of bytes, `json` guesses the encoding: NUL and 3 would be the integer 3
    except (ValueError, RecursionError) as error:
        raise SequenceUnavailableError("the reply is not JSON; try again") from error


def raise_error(answer: Any) -> NoReturn:
    """Raise the error that a function's reply describes."""
    fields = answer if isinstance(answer, dict) else {}
    type_, message = fields.get("errorType"), fields.get("errorMessage", "no message")
    if isinstance(type_, str) and type_ in _ERRORS:
        raise _ERRORS[type_](str(message))
    if not type_ or _STOPPED.fullmatch(str(type_)):  # Lambda may leave the type out for a time-out
        raise SequenceUnavailableError(f"the function did not finish: {type_ or 'no errorType'}: {message}; try again")
    if str(type_).startswith("Runtime."):
        raise ConfigurationError(f"the function does not work: {type_}: {message}; check its code and settings")
    # The message of an unknown function may repeat the request, and so the token.
    raise ConfigurationError(f"the function raised {type_}; {_QUESTION} Its log has the details")


def value(answer: Any) -> int:
    """The value in a reply: a JSON integer, or digits if the sequence is wide."""
    if type(answer) is int:
        return answer
    if isinstance(answer, str) and _DIGITS.fullmatch(answer):
        return int(answer)
    raise ConfigurationError(f"the function answered {type(answer).__name__}, not an integer; {_QUESTION}")


def consecutive(answer: Any, count: int) -> range:
    """The range in a reply: `first`, `last`, `increment` and the same `count` as in the request."""
    if not (isinstance(answer, dict) and answer.keys() == {"first", "last", "increment", "count"}):
        raise ConfigurationError(f"the function answered {type(answer).__name__}, not a range; {_QUESTION}")
    first, last, increment, size = (value(answer[field]) for field in ("first", "last", "increment", "count"))
    if size != count or not increment or last - first != (size - 1) * increment:
        raise ConfigurationError(f"the function answered a range that does not have {count} values; {_QUESTION}")
    return range(first, last + increment, increment)
