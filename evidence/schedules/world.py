"""`World`: a table, functions, a clock and faults, for one schedule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from handlers.sequence import Sequence

from .calls import Call, Invocation
from .choices import Choices
from .history import History
from .scheduler import Scheduler
from .table import Table, Updated
from .writes import Write


class Answers(Protocol):
    """What the world needs of a function."""

    number: int
    dead: bool

    @property
    def dropped(self) -> list[str]:
        """The names whose blocks it has dropped."""

    def definition(self, name: str) -> Sequence:
        """The definition of a name."""

    def answer(self, event: Mapping[str, Any], invocation: Invocation) -> object:
        """Answer an event."""


class Makes(Protocol):
    """Starts a function."""

    def __call__(
        self, world: "World", number: int, sequences: Mapping[str, Sequence], token_seconds: int
    ) -> Answers: ...


class CrashedError(BaseException):
    """The function's process dies, with all calls that it answers."""


@dataclass
class Doing:
    """What an actor does: a call as a client, an invocation as a function."""

    call: Call | None = None
    invocation: Invocation | None = None


class World:
    """The world of one schedule. `deployed` has the definitions of each function."""

    def __init__(
        self, choices: Choices, start: Makes, deployed: Iterable[Mapping[str, Sequence]], token_seconds: int
    ) -> None:
        self.scheduler = Scheduler(choices)
        self.clock = self.scheduler.clock
        self.history = History(token_seconds=token_seconds)
        self.table = Table()
        self.quiet = False  # no more faults
        self._choices = choices
        self._start = start
        self._token_seconds = token_seconds
        self._started = 0
        self._main = Doing()
        self._deployed = list(deployed)
        self.functions = [self._new(sequences) for sequences in self._deployed]

    @property
    def doing(self) -> Doing:
        """What the current actor does."""
        actor = self.scheduler.current
        if actor is None:
            return self._main
        if actor.doing is None:
            actor.doing = Doing()
        doing: Doing = actor.doing
        return doing

    def ask(self, index: int, event: Mapping[str, Any], call: Call | None = None) -> object:
        """Let a function answer an event. Raises one of the six errors, or `CrashedError`."""
        function = self.functions[index]
        name = event["name"]
        invocation = Invocation(
            function.number, function.definition(name), name, event.get("count"), event.get("token"), call
        )
        invocation.after_all, invocation.began_at = self.quiet, self.clock.now
        self.history.invocations.append(invocation)

        def resumed() -> None:
            if function.dead:
                raise CrashedError

        actor, doing = self.scheduler.current, self.doing
        doing.invocation = invocation
        if actor:
            actor.resumed = resumed
        try:
            return function.answer(event, invocation)
        except CrashedError:
            invocation.error = "crash"
            raise
        finally:
            doing.invocation = None
            if actor:
                actor.resumed = None

    def fault(self, kinds: tuple[str, ...]) -> str:
        """Which of these faults happens now, or an empty string."""
        chosen = 0 if self.quiet else self._choices.fault(1 + len(kinds))
        if not chosen:
            return ""
        self.history.faults.append(kinds[chosen - 1])
        return kinds[chosen - 1]

    def crash(self, number: int) -> NoReturn:
        """End a function with all that it answers, and start another one in its place."""
        for index, function in enumerate(self.functions):
            if function.number == number:
                function.dead = True
                self.history.died.add(number)
                self.functions[index] = self._new(self._deployed[index])
        raise CrashedError

    def update(self, request: bytes, by: Invocation | None, lost: str) -> Updated:
        """Carry out an update. `lost`: the fault that keeps its reply from the function."""
        updated = self.table.update(request)
        if updated.after is not updated.before and updated.after is not None:
            step = self.history.tick()
            self.history.writes.append(
                Write(step, self.clock.now, by, updated.key, updated.before, updated.after, lost)
            )
        return updated

    def _new(self, sequences: Mapping[str, Sequence]) -> Answers:
        self._started += 1
        return self._start(self, self._started, sequences, self._token_seconds)
