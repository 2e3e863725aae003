"""`Scheduler`: runs actors one at a time. At each step, the choices say who goes on.

An actor is synchronous code that stops in its middle. So each one is a greenlet, which has a stack of its own. Threads
would do the same, at half of the speed.
"""

from collections.abc import Callable
from typing import Any

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

from .choices import Choices
from .clock import Clock

MOST_STEPS = 5_000  # a schedule with more steps does not end
FOREVER = float("inf")
Body = Callable[[], object]


class StoppedError(BaseException):
    """The schedule cannot go on. Ends each actor."""


class Process:
    """A client's process. If it has `crashed`, its actors end."""

    def __init__(self) -> None:
        self.crashed = False


class Actor:
    """Someone whose code runs step by step.

    `process` is the client's process that it belongs to, if it shares one. `doing` is what its owner notes about it.
    `resumed` is called each time it goes on, and may raise. `ready` says whether it can go on (None: it can). At the
    time `until` it can, at the latest.
    """

    def __init__(self, body: Body, process: Process | None) -> None:
        self.body = body
        self.process = process
        self.doing: Any = None
        self.resumed: Body | None = None
        self.ready: Callable[[], bool] | None = None
        self.until = FOREVER
        self.ended = False
        self.stack: greenlet

    def can_run(self) -> bool:
        """Whether it can go on."""
        return not self.ended and (self.ready is None or self.ready())


class Scheduler:
    """One schedule. `messages` arrive at any step, or after the last one. `stuck`: why the schedule cannot go on."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._actors: list[Actor] = []
        self._main = getcurrent()
        self._next: Actor | None = None
        self._steps = 0
        self.clock = Clock()
        self.current: Actor | None = None
        self.messages: list[Body] = []
        self.stuck = ""
        _running[:] = [self]

    @property
    def process(self) -> Process | None:
        """The current actor's process."""
        return self.current.process if self.current else None

    def spawn(self, body: Body, process: Process | None = None) -> None:
        """Add an actor. It runs when it is chosen."""
        actor = Actor(body, process)
        actor.stack = greenlet(lambda: self._live(actor), self._main)
        self._actors.append(actor)

    def run(self) -> None:
        """Run all actors to their ends, and deliver all messages. Whoever runs later, runs without a choice."""
        self._next = self._actors[0]
        while self._next:
            actor, self._next = self._next, None
            self._switch(actor)  # returns when the one that runs by then has ended
        for actor in self._actors:
            if not actor.ended:  # the schedule is stuck
                self._switch(actor)
        self.current = None
        while self.messages:
            self.messages.pop(0)()

    def pause(
        self,
        ready: Callable[[], bool] | None = None,
        until: float = FOREVER,
        *,
        local: bool = False,
        process: Process | None = None,
    ) -> None:
        """A step: let the choices say who goes on. Return when that is the caller, and `ready`.

        A `local` step does not touch the table. So it does not matter whether a message arrives before it or after it.
        With `process`, it does not matter to actors of other processes either. What does not matter is not offered.
        """
        me = self.current
        if me is None:
            return
        me.ready, me.until = ready, until
        while not self.stuck:
            others = [actor for actor in self._actors if actor is not me and actor.can_run()]
            if not me.can_run():
                chosen = self._chosen(None, others, self.messages)
            else:
                if process:
                    others = [actor for actor in others if actor.process is process]
                chosen = self._chosen(me, others, [] if local else self.messages)
            if chosen is me:
                break
            if chosen:
                self._switch(chosen)
                break
        me.ready, me.until = None, FOREVER
        if self.stuck:
            raise StoppedError
        if me.resumed:
            me.resumed()

    def _live(self, me: Actor) -> None:
        """Run an actor, note that it has ended, and choose the next one."""
        try:
            if not self.stuck:
                me.body()
        except StoppedError:
            pass
        except BaseException as error:  # noqa: BLE001  any other error is a finding
            self.stuck = f"{type(error).__name__}: {error}"
        me.ended = True
        while not (self.stuck or self._next or all(actor.ended for actor in self._actors)):
            self._next = self._chosen(None, [actor for actor in self._actors if actor.can_run()], self.messages)

    def _chosen(self, me: Actor | None, others: list[Actor], messages: list[Body]) -> Actor | None:
        """Who goes on; None after a message or a wait, or if nobody can."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            self.stuck = f"the schedule does not end within {MOST_STEPS:,} steps"
            return None
        options: list[Actor | Body] = [me, *messages, *others] if me else [*others, *messages]
        if not options:
            self._wait()
            return None
        free = 1 + len(messages) if me else len(options)
        chosen = options[self._choices.actor(len(options), free)] if len(options) > 1 else options[0]
        if isinstance(chosen, Actor):
            return chosen
        self.messages.remove(chosen)
        chosen()
        return None

    def _wait(self) -> None:
        """Let time pass until someone has waited long enough."""
        until = min(actor.until for actor in self._actors if not actor.ended)
        if until == FOREVER:
            self.stuck = "every actor waits for another one"
        self.clock.now = max(self.clock.now, until)

    def _switch(self, actor: Actor) -> None:
        self.current = actor
        actor.stack.switch()


_running: list[Scheduler] = []


def running() -> Scheduler:
    """The scheduler of the schedule that runs."""
    return _running[-1]
