"""The errors of the next-value function. Its class name is the `errorType` that a caller sees.

`status` is the HTTP status that a caller gets instead if the event came over HTTP.
"""

from typing import ClassVar

LONGEST_MESSAGE = 500


class SequenceError(Exception):
    """The base of the six errors. Its message is printable ASCII, at most 500 characters.

    Lambda's runtime client cannot encode every string: a lone surrogate in a message would end the function's process.
    """

    status: ClassVar[int]

    def __init__(self, message: str) -> None:
        super().__init__(plain(message, LONGEST_MESSAGE))


class InvalidRequestError(SequenceError):
    """The request is wrong: its shape, a field, or a `count` larger than a cycle."""

    status = 400


class UnknownSequenceError(SequenceError):
    """No declared name or pattern matches."""

    status = 404


class TokenMismatchError(SequenceError):
    """The token was already used for another `name` or `count`."""

    status = 422


class SequenceExhaustedError(SequenceError):
    """The limit is reached, or the range does not fit before it."""

    status = 409


class SequenceUnavailableError(SequenceError):
    """AWS throttled, timed out or failed in every attempt. The same call may succeed later."""

    status = 503


class ConfigurationError(SequenceError):
    """The deployment is wrong. A retry does not help."""

    status = 500


def plain(text: str, longest: int) -> str:
    """Escape all but printable ASCII, and shorten to `longest` characters."""
    escaped = "".join(
        each if " " <= each <= "~" else each.encode("unicode_escape").decode() for each in text[: longest + 1]
    )
    return escaped if len(escaped) <= longest else f"{escaped[: longest - 3]}..."
