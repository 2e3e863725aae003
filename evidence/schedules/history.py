"""What happened in a schedule, in the order in which it happened. The checker reads nothing else."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from .calls import Call, Invocation
from .recorded import Recorded
from .scheduler import Process
from .writes import Write


@dataclass
class Leased:
    """What a lease got from the service, gave to its callers, and returned at its end. Its process may crash."""

    handed: list[int] = field(default_factory=list)
    returned: list[range] = field(default_factory=list)
    arrived: list[range] = field(default_factory=list)
    process: Process = field(default_factory=Process)


@dataclass
class History:
    """All that happened. `step` counts it.

    `died`: the functions that crashed. `faults`: all of them. `dropped`: for each function, the names whose blocks it
    dropped. `token_seconds`: a token's window, as it was configured.
    """

    step: int = 0
    calls: list[Call] = field(default_factory=list)
    invocations: list[Invocation] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    leases: list[Leased] = field(default_factory=list)
    died: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    dropped: dict[int, list[str]] = field(default_factory=dict)
    stuck: str = ""
    token_seconds: int = 86_400

    def each_name(self) -> "list[History]":
        """What happened to each name's sequence, and with it all that happened to tokens."""
        names = list(dict.fromkeys(each.name for each in self.invocations))
        return [self] if len(names) < 2 else [self._of(name) for name in names]

    def _of(self, name: str) -> "History":
        return replace(
            self,
            calls=[call for call in self.calls if call.name == name],
            invocations=[each for each in self.invocations if each.name == name],
            writes=[write for write in self.writes if write.key == name or write.key.startswith("#")],
            dropped={function: [each for each in names if each == name] for function, names in self.dropped.items()},
        )

    def tick(self) -> int:
        """Count one more event."""
        self.step += 1
        return self.step

    @cached_property
    def recorded(self) -> dict[str, list[Recorded]]:
        """The answers of each token, in order. Ask for it when the schedule has ended."""
        answers: dict[str, list[Recorded]] = defaultdict(list)
        for write in self.writes:
            if write.key.startswith("#"):
                answers[write.key[1:]].append(Recorded.of(write))
        return answers
