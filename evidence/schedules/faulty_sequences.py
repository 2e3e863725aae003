"""Faulty code in place of the function's arithmetic. The checker must notice what it does."""

from handlers.sequence import Move, Sequence


class ShortRoom(Sequence):
    """Arithmetic that forgets the last value before the limit."""

    def _room(self, first: int) -> int:
        return max(0, super()._room(first) - 1)


class TurnsToStart(Sequence):
    """A cycle that begins each lap at `start`."""

    def after(self, stored: int | None, count: int, *, whole: bool) -> range | None:
        """Values after the stored one."""
        run = super().after(stored, count, whole=whole)
        turned = run and stored is not None and run[0] != stored + self.increment
        return self.run(self.start, count) if turned else run


class _Hesitant(Move):
    """A move that never notices that it is possible again."""

    def allows(self, stored: int | None) -> bool:  # noqa: ARG002
        return False


class Hesitates(Sequence):
    """After a turn that another caller took, it still moves from exactly one stored value."""

    def advance(self, count: int) -> Move:
        """The move that takes values."""
        return _Hesitant(*super().advance(count))
