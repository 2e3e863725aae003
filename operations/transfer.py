"""Bring a table forward to the values of another one, or of a database: plan each sequence, then apply."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .counters import Counter, Counters
from .definitions import Definition, Definitions
from .errors import OperationError, explain
from .standing import exact

WORKERS = 8
NOT_DECLARED = "not declared, so its direction is unknown; declare it, deploy and run this again"


def changed_key(*, dry_run: bool) -> str:
    """The key in JSON that says whether the table changed, or would change."""
    return "would_change" if dry_run else "changed"


@dataclass(frozen=True)
class Step:
    """One sequence: where it is, and where it should be."""

    name: str
    definition: Definition | None
    stored: int | None
    """Its last value in this table; None if it was never used."""

    to: int | None
    """The value to store; None if there is nothing to take over."""

    problem: str | None = None
    """Why it is left alone."""

    @property
    def needed(self) -> bool:
        """Whether the step would change the table."""
        forward = self.definition and self.to is not None and self.definition.is_forward(self.stored, self.to)
        return bool(forward and not self.problem)

    def outcome(self, *, dry_run: bool) -> str:
        """What happened, or would happen, in words."""
        done = "would advance" if dry_run else "advanced"
        return self.problem or (done if self.needed else "already there")

    def fields(self, *, dry_run: bool) -> dict[str, Any]:
        """All of it, for JSON."""
        wide = self.definition.wide if self.definition else False
        return {
            "name": self.name,
            "before": exact(self.stored, wide=wide),
            "to": exact(self.to, wide=wide),
            changed_key(dry_run=dry_run): self.needed,
            "problem": self.problem,
        }


def plan(
    source: Iterable[Counter], target: Mapping[str, Counter], definitions: Definitions, margin: int = 0
) -> Iterator[Step]:
    """The step of each sequence of the source. `margin` is how many values more to skip, up to the limit."""
    for counter in source:
        definition = definitions.get(counter.name)
        there = target.get(counter.name)
        stored = there.value if there else None
        problem = counter.problem or (there.problem if there else None)
        if definition is None:
            same = stored is not None and stored == counter.value and not margin
            yield Step(counter.name, None, stored, counter.value, None if same else problem or NOT_DECLARED)
        else:
            to = None if counter.value is None else definition.ahead(counter.value, margin)
            yield Step(counter.name, definition, stored, to, problem)


def apply(steps: Iterable[Step], counters: Counters, on_step: Callable[[int], None]) -> Iterator[Step]:
    """Advance every sequence that needs it. Yields each step as it ended. `on_step` gets the number of ended steps.

    If AWS refuses one, the others still run, and this one has a problem.
    """

    def run(step: Step) -> Step:
        if not step.needed or step.definition is None or step.to is None:
            return step
        try:
            _, before = counters.advance(step.name, step.definition, step.to)
        except (OperationError, ClientError, BotoCoreError) as error:
            return Step(step.name, step.definition, step.stored, step.to, explain(error))
        return Step(step.name, step.definition, before, step.to)

    with ThreadPoolExecutor(WORKERS) as pool:
        for number, ended in enumerate(pool.map(run, steps), 1):
            on_step(number)
            yield ended


def read_all(counters: Counters, on_page: Callable[[int], None]) -> dict[str, Counter]:
    """Every sequence of a table, by name."""
    found: dict[str, Counter] = {}
    for page in counters.pages():
        found |= {counter.name: counter for counter in page}
        on_page(len(found))
    return found
