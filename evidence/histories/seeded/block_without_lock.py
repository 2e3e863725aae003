"""A block as an integer and its end, which threads share without a lock."""

import time

from handlers import blocks, next_value

handler = next_value.handler


class Unlocked(blocks.Block):
    """The next value and the end, read and written in steps."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._run = range(0)
        self._taken = 0

    def __enter__(self) -> None:
        """Take no lock."""

    def __exit__(self, *_: object) -> None:
        pass

    def lease(self, run: range) -> None:
        """Fill the block."""
        self._run, self._taken = run, 0

    def pop(self) -> int | None:
        """The next value."""
        taken = self._taken
        if taken >= len(self._run):
            return None
        value = self._run[taken]
        time.sleep(0.0005)  # a log line, for example
        self._taken = taken + 1
        return value


blocks.Block = Unlocked  # type: ignore[misc]
