"""Each rule of the checker, on a history made by hand that breaks it."""

import pytest

from evidence.schedules.answers import allowed_errors, as_asked, available, ended, exhausted_at_the_end
from evidence.schedules.calls import Call, Invocation, Refusal
from evidence.schedules.checker import Rule, durable, ordered, within_limits
from evidence.schedules.definitions import counting
from evidence.schedules.history import History, Leased
from evidence.schedules.leases import ordered_in_a_lease, unique_in_a_lease
from evidence.schedules.moves import few_refusals, follows, taken_by_itself
from evidence.schedules.tokens import constant_tokens, whole_windows
from evidence.schedules.writes import Write


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


def unavailable(lost_turns: int, *faults: str, elsewhere: bool = False) -> History:
    """A call that failed while others wrote so often, after faults of its own or of another call."""
    made = history(*range(1, lost_turns + 1))
    failed = Invocation(2, counting(), "a", None, None, start=0, end=made.tick(), error="SequenceUnavailableError")
    (made.invocations[0] if elsewhere else failed).faults.extend(faults)
    made.invocations.append(failed)
    made.faults.extend(faults)
    return made


def asked(count: int, *values: int) -> History:
    """A call for a range, and its answer."""
    made = history(1)
    run, call = made.invocations[0], made.calls[0]
    run.count = call.count = count
    run.values = call.values = range(values[0], values[-1] + 1) if values else range(1, 1)
    return made


def shown(value: int) -> History:
    """A client shows this value. The function answered 1."""
    made = history(1)
    made.calls[0].values = range(value, value + 1)
    return made


def failed(error: str, *, token: str | None = None, count: int | None = None, cycle: bool = False) -> History:
    """A call that got an error."""
    made = History()
    made.invocations.append(Invocation(1, counting(last=3, cycle=cycle), "a", count, token, start=1, error=error))
    return made


def invented(error: str) -> History:
    """A client shows this error. The function gave none."""
    made = history(1)
    made.calls[0].error = error
    return made


def replayed(second_at: float, *, window: int = 10, value: int = 1) -> History:
    """A token's answer is recorded at 0 s for this window instead of 10 s, and given again at a later time."""
    made = history(1)
    made.token_seconds = 10
    first = made.invocations[0]
    first.token = "t"  # noqa: S105  not a password
    item = {"request": {"S": first.identity}, "answer": {"S": "1"}, "expires_at": {"N": str(window)}}
    made.writes.append(Write(made.tick(), 0.0, first, "#t", None, item, ""))
    first.end = made.tick()
    again = Invocation(1, first.sequence, "a", None, "t", start=made.tick(), values=range(value, value + 1))
    again.end, again.began_at, again.ended_at = made.tick(), second_at, second_at
    made.invocations.append(again)
    return made


def turned(value: int) -> History:
    """A cycle of 1 to 9 goes from 9 to this value."""
    made = history(value)
    run = made.invocations[0]
    run.sequence = counting(last=9, cycle=True)
    made.writes[0] = Write(3, 0.0, run, "a", {"value": {"N": "9"}}, {"value": {"N": str(value)}}, "")
    return made


def borrowed() -> History:
    """The second call answers with the first one's value, and its own is lost."""
    made = history(1, 2)
    made.invocations[1].values = range(1, 2)
    return made


def refused(*stored: int) -> History:
    """A call that the table refuses with these stored values, while nobody else writes."""
    made = history(9)
    made.invocations[0].refusals = [Refusal(10 + step, value) for step, value in enumerate(stored)]
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
        (available, unavailable(0, *["throttle"] * 3), unavailable(0)),
        (available, unavailable(0, "time is up"), unavailable(0, "throttle")),
        (available, unavailable(0, *["lost reply"] * 3), unavailable(1, *["lost reply"] * 3, elsewhere=True)),
        (as_asked, asked(3, 1, 2, 3), asked(3, 1)),
        (as_asked, asked(1, 1), asked(1)),
        (as_asked, shown(1), shown(7)),
        (allowed_errors, failed("InvalidRequestError", count=4, cycle=True), failed("InvalidRequestError")),
        (allowed_errors, failed("SequenceExhaustedError"), failed("UnknownSequenceError")),
        (allowed_errors, failed("SequenceUnavailableError"), failed("ConfigurationError")),
        (allowed_errors, failed("TokenMismatchError", token="t"), failed("TokenMismatchError")),
        (allowed_errors, invented(""), invented("SequenceUnavailableError")),
        (constant_tokens, replayed(9), replayed(1_000_000)),
        (constant_tokens, replayed(9), replayed(9, value=2)),
        (whole_windows, replayed(1), replayed(1, window=1)),
        (follows, turned(1), turned(2)),
        (taken_by_itself, history(1, 2), borrowed()),
        (few_refusals, refused(9), refused(8)),
        (ordered_in_a_lease, leased([1, 2], range(3, 6)), leased([2, 1], range(3, 6))),
        (ordered_in_a_lease, leased([1, 2], range(3, 6)), leased([4, 5], range(1, 4))),
        (unique_in_a_lease, leased([1, 2], range(3, 6)), leased([1, 2], range(4, 6))),
        (unique_in_a_lease, leased([2, 1], range(3, 6)), leased([1, 2], range(2, 6))),
    ],
)
def test_a_rule_tells_a_good_history_from_a_bad_one(rule: Rule, good: History, bad: History) -> None:
    assert list(rule(good)) == []
    assert len(list(rule(bad))) == 1
