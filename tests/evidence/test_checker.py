"""Each rule of the checker, on a history made by hand that breaks it."""

import pytest

from evidence.schedules.checker import (
    Rule,
    available,
    durable,
    ended,
    exhausted_at_the_end,
    ordered,
    unique_in_a_lease,
    within_limits,
)
from evidence.schedules.history import Call, History, Invocation, Leased, Write
from evidence.schedules.scenarios import counting


def history(*values: int, error: str = "") -> History:
    """One call for each value, one after the other. Each has written its value before it ends."""
    made = History()
    for value in values:
        call = Call("a", None, None, start=made.tick(), values=range(value, value + 1))
        run = Invocation(1, counting(last=9), "a", None, None, call, start=made.tick(), values=call.values, error=error)
        stored = {"value": {"N": str(value)}}
        made.writes.append(Write(made.tick(), 0.0, run, "a", {"value": {"N": str(value - 1)}}, stored, ""))
        run.end, call.end = made.tick(), made.tick()
        made.calls.append(call)
        made.invocations.append(run)
    return made


def late_write() -> History:
    """The value is written after the reply."""
    made = history(1)
    made.invocations[0].end = made.writes[0].step - 1
    return made


def unavailable(lost_turns: int, *faults: str) -> History:
    """A call that failed while others wrote so often."""
    made = history(*range(1, lost_turns + 1))
    failed = Invocation(2, counting(), "a", None, None, start=0, end=made.tick(), error="SequenceUnavailableError")
    made.invocations.append(failed)
    made.faults.extend(faults)
    return made


def stuck() -> History:
    """The schedule did not end."""
    return History(stuck="KeyError: 'value'")


def leased(handed: list[int], returned: range) -> History:
    """A lease that got 1 to 5."""
    return History(leases=[Leased(handed, [returned], [range(1, 6)])])


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (ended, history(1), stuck()),
        (ordered, history(1, 2), history(2, 1)),
        (durable, history(1), late_write()),
        (within_limits, history(9), history(10)),
        (exhausted_at_the_end, history(9, error="SequenceExhaustedError"), history(8, error="SequenceExhaustedError")),
        (available, unavailable(14), unavailable(13)),
        (available, unavailable(0, "throttle"), unavailable(0)),
        (unique_in_a_lease, leased([1, 2], range(3, 6)), leased([1, 2], range(4, 6))),
        (unique_in_a_lease, leased([2, 1], range(3, 6)), leased([1, 2], range(2, 6))),
    ],
)
def test_a_rule_tells_a_good_history_from_a_bad_one(rule: Rule, good: History, bad: History) -> None:
    assert list(rule(good)) == []
    assert len(list(rule(bad))) == 1
