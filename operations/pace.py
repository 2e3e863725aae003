"""How fast sequences move: values per second between two readings, and a sparkline of the last ones."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from .standing import Standing

KEPT = 30  # readings in a sparkline
_BARS = "▁▂▃▄▅▆▇█"


@dataclass
class _Track:
    value: int | None
    paces: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))


class Paces:
    """The paces of all sequences that were read."""

    def __init__(self) -> None:
        self._tracks: dict[str, _Track] = {}
        self._at: float | None = None

    def read(self, standings: Iterable[Standing], at: float) -> None:
        """Take a reading. `at` is in seconds. A sequence that was not there before was not used before."""
        seconds = None if self._at is None else max(at - self._at, 1e-9)
        self._at = at
        for standing in standings:
            track = self._tracks.get(standing.name)
            if track is None:
                track = self._tracks[standing.name] = _Track(standing.value if seconds is None else None)
            if seconds is not None:
                track.paces.append(taken(standing, track.value) / seconds)
            track.value = standing.value

    def now(self, name: str) -> float:
        """Values per second between the last two readings."""
        paces = self._tracks[name].paces
        return paces[-1] if paces else 0.0

    def sparkline(self, name: str) -> str:
        """The last paces, the highest one as the highest bar."""
        paces = self._tracks[name].paces
        top = max(paces, default=0.0)
        return "".join(_BARS[round(pace / top * (len(_BARS) - 1)) if top else 0] for pace in paces)


def taken(standing: Standing, before: int | None) -> int:
    """How many values were taken since `before`. A step back counts as a turn if the sequence cycles, else as 0."""
    definition, value = standing.definition, standing.value
    if value is None or value == before:
        return 0
    if definition is None:
        return 0 if before is None else abs(value - before)
    start = definition.unused if before is None else before
    if definition.is_forward(start, value):
        return (value - start) // definition.increment
    turned = (value - definition.first) // definition.increment + 1
    return definition.left(before) + turned if definition.cycle else 0
