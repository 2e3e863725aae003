"""A process that uses the values of a client's lease at an even pace."""

import random

from client.pace import Pace
from client.ranges import PIECES, pieces

from .caller import repeated
from .clock import Clock, Process, Signal
from .function import Function


class LeaseUser:
    """Uses `rate` values a second of a lease. Its ranges are as long as `client.pace.Pace` wants them.

    Pieces and the time of each call are those of `client.supply.Supply`; a test compares the two. The caller of this
    class sets `client.pace.time` to the clock.
    """

    def __init__(
        self,
        clock: Clock,
        function: Function,
        chance: random.Random,
        rate: float,
        size: int | None = None,
        *,
        ahead: bool = True,
    ) -> None:
        self._clock, self._function, self._chance = clock, function, chance
        self._rate, self._ahead = rate, ahead
        self._pace = Pace(size)
        self._pieces: list[int] = []  # how many values each has
        self._fetching = False
        self._fetched = Signal()
        self.sizes: list[int] = []  # of the ranges that were taken
        self.waits: list[float] = []  # seconds
        self.used = self.failures = 0

    @property
    def held(self) -> int:
        """Values that were taken and not used."""
        return sum(self.sizes) - self.used

    def use(self, until: float) -> Process:
        """Use values until a time."""
        while self._clock.now < until:
            if not self._pieces:
                began = self._clock.now
                if self._fetching:
                    yield self._fetched
                else:
                    yield from self._fetch()
                self.waits.append(self._clock.now - began)
                continue
            piece = self._pieces[0]
            self._pace.use(piece)
            if self._ahead and not self._fetching and len(self._pieces) < PIECES:
                self._clock.start(self._fetch())
            yield piece / self._rate
            self._pieces.pop(0)
            self.used += piece

    def _fetch(self) -> Process:
        self._fetching = True
        asked = self._pace.next_size()
        if (yield from repeated(self._clock, self._function, self._chance)):
            self._pace.took(asked, asked)
            self.sizes.append(asked)
            self._pieces += [len(piece.values) for piece in pieces(range(asked))]
        else:
            self.failures += 1
        self._fetching = False
        self._clock.fire(self._fetched)
