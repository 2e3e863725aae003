"""Single values compared with PostgreSQL's, for random definitions and calls: one session against one function.

Half of the definitions are a pattern's, and many are wide. PostgreSQL's limits are those of a bigint, and its defaults
differ. So every definition states its limits.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from components import InvalidArgsError
from handlers.errors import SequenceExhaustedError

from ..conftest import skip_unless_ci
from .engine import Engine, Function, Table, complete
from .postgresql import Session, missing, postgresql

LOWEST, HIGHEST = -(2**63), 2**63 - 1

small = st.integers(-12, 12)
near_an_end = st.integers(0, 20).flatmap(lambda gap: st.sampled_from([LOWEST + gap, HIGHEST - gap]))
bigints = st.one_of(small, small, near_an_end, st.integers(LOWEST, HIGHEST))


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """A definition with PostgreSQL's types. Most are valid, and most reach their limit soon."""
    min_value = draw(bigints)
    width = draw(st.one_of(*[st.integers(1, 25)] * 4, st.integers(1, 2**64), st.integers(-2, 0)))
    max_value = max(LOWEST, min(min_value + width, HIGHEST))
    inside = st.one_of(
        st.sampled_from([min_value, max_value]), st.integers(min(min_value, max_value), max(min_value, max_value))
    )
    outside = st.sampled_from([max(min_value - 1, LOWEST), min(max_value + 1, HIGHEST)])
    fields: dict[str, st.SearchStrategy[Any]] = {
        "increment": st.one_of(st.integers(1, 3), st.integers(-3, -1), small, bigints, near_an_end),
        "min_value": st.just(min_value),
        "max_value": st.just(max_value),
        "start": st.one_of(*[inside] * 6, outside),
        "cycle": st.booleans(),
        "cache": st.one_of(
            *[st.just(1), st.integers(2, 5), st.integers(1, 40)] * 2, st.sampled_from([0, -1, 1_000_000])
        ),
    }
    omitted = draw(st.sets(st.sampled_from(["increment", "start", "cycle", "cache"]), max_size=3))
    return {field: draw(values) for field, values in fields.items() if field not in omitted}


# Long enough to reach the end of many sequences. By default, Hypothesis makes short lists.
calls = st.lists(st.sampled_from(["next"] * 12 + ["restart"]), min_size=15, max_size=60)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A session with PostgreSQL."""
    if reason := missing():
        pytest.skip(reason) if sys.version_info >= (3, 13) else skip_unless_ci(reason)
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder)) as session:
        yield session


class OurSequence:
    """The same sequence, from the handler. Every second one has its definition from a pattern."""

    def __init__(self, engine: Engine) -> None:
        self._table = Table(engine)
        self._transport = engine.transport()
        self._created = 0

    def create(self, definition: dict[str, Any]) -> str | None:
        """Create a sequence; returns why the component refuses the definition, or None."""
        self._created += 1
        by_pattern = self._created % 2 == 0
        key = f"s{self._created}/*" if by_pattern else f"s{self._created}"
        self._name = f"s{self._created}/1" if by_pattern else key
        try:
            self._sequences = complete({key: definition})
        except InvalidArgsError as refusal:
            return str(refusal)
        self.restart()
        return None

    def restart(self) -> None:
        """Continue in another function."""
        self._function = Function(self._table, self._transport, self._sequences)

    @property
    def wide(self) -> bool:
        """Whether its values must be strings, which `Function.next` checks."""
        (sequence,) = self._sequences.values()
        return max(sequence.max_value, -sequence.min_value) > 2**53 - 1

    def next(self) -> int | None:
        """The next value, or None if the sequence is exhausted."""
        try:
            return self._function.next(self._name)
        except SequenceExhaustedError:
            return None


@pytest.mark.timeout(3600)
def test_values_exhaustion_and_refused_definitions_match_postgresql(
    session: Session, engine: Engine, pytestconfig: pytest.Config
) -> None:
    examples: int = pytestconfig.getoption("--definitions")
    if engine.slow:
        examples = examples // 5  # moto is slow; the run with AWS's own engine compares all of them
    our_sequence = OurSequence(engine)
    seen: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        derandomize=True,  # the same definitions in each run, so that the counts below do not depend on luck
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(definition=definitions(), steps=calls)
    def compare(definition: dict[str, Any], steps: list[str]) -> None:
        theirs, ours = session.create(definition), our_sequence.create(definition)
        assert bool(theirs) == bool(ours), f"PostgreSQL: {theirs}; ours: {ours}"
        seen["refused" if theirs else "accepted"] += 1
        if theirs:
            return
        seen["wide" if our_sequence.wide else "narrow"] += 1
        for step in steps:
            if step == "restart":
                session.restart()
                our_sequence.restart()
                continue
            value = session.next()
            assert our_sequence.next() == value
            seen["values" if value is not None else "exhausted"] += 1

    compare()
    assert seen["accepted"] + seen["refused"] >= examples
    assert seen["accepted"] > examples // 4, "too few valid definitions"
    assert min(seen["refused"], seen["exhausted"], seen["values"], seen["wide"], seen["narrow"]) > examples // 20, seen
