"""`Requests`: how a lease asks the service for a range."""

from typing import Protocol

from .errors import InvalidRequestError, SequenceExhaustedError
from .pace import Pace


class RangeSource(Protocol):
    """What a lease needs of a `SequenceClient`."""

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values."""


class Requests:
    """Asks for ranges of one sequence, each as long as the `pace` wants it."""

    def __init__(self, source: RangeSource, name: str, size: int | None) -> None:
        self._source, self._name, self._size = source, name, size
        self.stopped = False

    def start(self) -> None:
        """Begin without a pace, at first and in each forked child."""
        self.pace = Pace(self._size)

    def take(self, asked: int) -> range:
        """Take so many values. The service gives all or none, so near the limit ask for half as many."""
        count = asked
        while True:
            try:
                values = self._source.next_range(self._name, count)
            except SequenceExhaustedError:
                if count == 1 or self.stopped:
                    self.pace.took(0, asked)
                    raise
                count //= 2
            except InvalidRequestError as error:
                if "larger than a cycle" not in str(error):
                    raise
                raise InvalidRequestError(
                    f"lease of {self._name}: the sequence cycles; use next_value for a sequence that cycles"
                ) from error
            else:
                self.pace.took(count, asked)
                return values
