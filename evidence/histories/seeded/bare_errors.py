"""Lets an error of Python out where AWS fails."""

from typing import NoReturn

from handlers import next_value
from handlers.aws import call

handler = next_value.handler


def unavailable(message: str) -> NoReturn:
    """Raise what is not one of the six errors."""
    raise RuntimeError(message)


call.__dict__["SequenceUnavailableError"] = unavailable
